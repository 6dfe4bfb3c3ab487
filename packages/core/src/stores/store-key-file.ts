/** Names well below the 255 bytes that common disks allow. */
const PIECES = /.{1,200}/g

/** Ends the name of a folder, so that the keys `a` and `a/b` can both exist. */
const FOLDER = '+'
/** Stands where a segment too long for one name is continued: at the end of one name and the begin of the next. */
const REST = '~'
/** Stands for a segment without characters; no escape is that short. */
const EMPTY = '%'

/** Windows has no files of these names, whatever follows the first dot. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/

/**
 * Gives the names of the folders and of the file that hold a key: `Site/a.json` → `['%53ite+', 'a.json']`.
 * Different keys have different files on every disk, also where case, Unicode forms or dots are folded; no name begins with a dot.
 */
export function keyToNames(key: string): string[] {
  const segments = key.split('/')
  return segments.flatMap((segment, index) =>
    namesOf(segment, index < segments.length - 1 ? FOLDER : ''),
  )
}

/** Gives the key that is stored in this file, or undefined where no key is: a file that somebody else put there. */
export function namesToKey(names: readonly string[]): string | undefined {
  const encoded = names
    .map((name) => (name.endsWith(FOLDER) ? `${name.slice(0, -1)}/` : name))
    .join('')
    .replaceAll(`${REST}${REST}`, '')
  const key = encoded.split('/').map(decode).join('/')
  return keyToNames(key).join('/') === names.join('/') ? key : undefined
}

function namesOf(segment: string, mark: string): string[] {
  const pieces = encode(segment).match(PIECES) ?? []
  return pieces.map((piece, index) => {
    const continues = index === 0 ? '' : REST
    return `${continues}${piece}${index < pieces.length - 1 ? REST : mark}`
  })
}

function encode(segment: string): string {
  if (segment === '') return EMPTY
  return segment
    .replace(/[^a-z0-9._-]/gu, escapeCharacter)
    .replace(RESERVED, (name) => `${escapeCharacter(name.charAt(0))}${name.slice(1)}`)
    .replace(/^\.|\.$/g, escapeCharacter)
}

function escapeCharacter(character: string): string {
  // Half of a surrogate pair has no UTF-8 form.
  if (/\p{Surrogate}/u.test(character)) return `%u${character.charCodeAt(0).toString(16)}`
  return Array.from(
    new TextEncoder().encode(character),
    (byte) => `%${byte.toString(16).padStart(2, '0')}`,
  ).join('')
}

function decode(encoded: string): string {
  if (encoded === EMPTY) return ''
  return encoded.replace(
    /%u([0-9a-f]{4})|(?:%[0-9a-f]{2})+/g,
    (escapes, half: string | undefined) =>
      half === undefined
        ? Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8')
        : String.fromCharCode(Number.parseInt(half, 16)),
  )
}
