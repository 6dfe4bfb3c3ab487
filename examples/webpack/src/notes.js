import './style.css'
import icon from './images/icon.svg'
import { readNotes, writeNotes } from './store.js'

document.head.insertAdjacentHTML('beforeend', `<link rel="icon" href="${icon}">`)

const list = document.querySelector('#notes')
const done = list.dataset.show === 'done'

function show() {
  const items = readNotes().filter((note) => note.done === done)
  list.replaceChildren(...items.map(item))
}

function item({ id, text }) {
  const element = document.createElement('li')
  element.textContent = text
  element.addEventListener('click', () => {
    writeNotes(readNotes().map((note) => (note.id === id ? { ...note, done: !note.done } : note)))
    show()
  })
  return element
}

document.querySelector('#new')?.addEventListener('submit', (event) => {
  event.preventDefault()
  const text = new FormData(event.target).get('text')
  writeNotes([{ id: crypto.randomUUID(), text, done: false }, ...readNotes()])
  event.target.reset()
  show()
})

document.querySelector('#export')?.addEventListener('click', async () => {
  const { exportMarkdown } = await import(/* webpackChunkName: "export" */ './export.js')
  exportMarkdown(readNotes())
})

show()
