import { isKeptName } from './kept-name.ts'
import { purgePrefixes, withoutScheme, type Deploy, type Way } from './rival.ts'

export const dirtyDirectories: Way = {
  name: 'wholly dirty directories',
  rule: 'Every changed or removed path, but not removed names that carry a hash; a directory of which every file is on that list becomes one prefix, and each other path its own.',
  route: 'prefixes',
  decide(deploy) {
    const list = new Set([
      ...deploy.changed,
      ...deploy.removed.filter((path) => !isKeptName(path, deploy)),
    ])
    const clean = directoriesWithOthers(deploy, list)
    const keys = Array.from(list, (path) => {
      const names = path.split('/')
      for (let depth = 1; depth < names.length; depth++) {
        const directory = names.slice(0, depth).join('/')
        if (!clean.has(directory)) return `${directory}/`
      }
      return path
    })
    return purgePrefixes([...new Set(keys)].flatMap((key) => prefixesOf(key, deploy)))
  },
}

/** Directories below which the old build has a file that is not on the list. */
function directoriesWithOthers({ before }: Deploy, list: ReadonlySet<string>): Set<string> {
  const clean = new Set<string>()
  for (const path of before.assets.keys()) {
    if (list.has(path)) continue
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const directory = path.slice(0, end)
      if (clean.has(directory)) break
      clean.add(directory)
    }
  }
  return clean
}

function prefixesOf(key: string, { urlsOf }: Deploy): string[] {
  if (!key.endsWith('/')) return urlsOf(key).map((url) => withoutScheme(url).replace(/\/$/, ''))
  const [below = ''] = urlsOf(`${key}x`)
  return [withoutScheme(below).replace(/\/x$/, '')]
}
