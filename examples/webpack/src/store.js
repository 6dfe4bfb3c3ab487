const KEY = 'notes'

/** Every note, newest first: `{ id, text, done }`. */
export function readNotes() {
  return JSON.parse(localStorage.getItem(KEY) ?? '[]')
}

export function writeNotes(notes) {
  localStorage.setItem(KEY, JSON.stringify(notes))
}
