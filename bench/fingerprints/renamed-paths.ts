/**
 * Lists the paths of `gone` in whose place one of `added` came: the same folder, extension and name, but for eight or more characters
 * between a separator and a dot. Knows nothing of what hashes look like, so that a pattern can be judged by it.
 */
export function renamedPaths(gone: readonly string[], added: readonly string[]): string[] {
  const there = new Set(added.flatMap(formsOf))
  return gone.filter((path) => formsOf(path).some((form) => there.has(form)))
}

/** `a/index-BXq4hT2a.js` → `a/index-(8).js`; one for each stretch that could be the hash. */
function formsOf(path: string): string[] {
  if (/\.html?$/.test(path)) return []
  const slash = path.lastIndexOf('/') + 1
  const name = path.slice(slash)
  const forms: string[] = []
  for (let start = 0; start < name.length; start++) {
    if (start > 0 && !/[-._]/.test(name.charAt(start - 1))) continue
    for (let end = name.indexOf('.', start + MIN_HASH); end > 0; end = name.indexOf('.', end + 1)) {
      const piece = name.slice(start, end)
      // Words and numbers alone are chosen by people more often than by chance.
      if (/^[\w-]+$/.test(piece) && /\d/.test(piece) && /[a-z]/i.test(piece)) {
        forms.push(`${path.slice(0, slash + start)}(${end - start})${name.slice(end)}`)
      }
    }
  }
  return forms
}

const MIN_HASH = 8
