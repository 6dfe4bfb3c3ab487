import { HOST, purgePrefixes, purgeUrls, withoutScheme, type Way } from './rival.ts'

export const changedDirectories: Way = {
  name: 'changed directories',
  rule: 'The directory of every added, changed or removed path as a prefix, those below another one left out; what lies at the root by its exact URL. LibreChat kept such a map by hand.',
  route: 'any',
  decide(deploy) {
    const paths = [...deploy.added, ...deploy.changed, ...deploy.removed]
    const directories = new Set<string>()
    const atRoot: string[] = []
    for (const path of paths) {
      const [own = ''] = deploy.urlsOf(path)
      const key = withoutScheme(own)
      const directory = key.slice(0, key.lastIndexOf('/') + 1)
      if (directory === `${HOST}/`) atRoot.push(path)
      else directories.add(directory)
    }
    const kept = Array.from(directories).filter(
      (directory) => !isBelowAnother(directory, directories),
    )
    return [
      ...purgeUrls(atRoot, deploy),
      ...purgePrefixes(kept.map((directory) => directory.slice(0, -1))),
    ]
  },
}

function isBelowAnother(directory: string, directories: ReadonlySet<string>): boolean {
  for (let end = directory.lastIndexOf('/', directory.length - 2); end > 0;) {
    if (directories.has(directory.slice(0, end + 1))) return true
    end = directory.lastIndexOf('/', end - 1)
  }
  return false
}
