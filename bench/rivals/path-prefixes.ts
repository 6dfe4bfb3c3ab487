import { isKeptName } from './kept-name.ts'
import { purgePrefixes, withoutScheme, type Way } from './rival.ts'

export const pathPrefixes: Way = {
  name: 'each path as a prefix',
  rule: 'Every changed or removed path, but not removed names that carry a hash, by its full path as a prefix: the narrowest that an environment without exact URLs allows.',
  route: 'prefixes',
  decide(deploy) {
    const removed = deploy.removed.filter((path) => !isKeptName(path, deploy))
    const urls = [...deploy.changed, ...removed].flatMap(deploy.urlsOf)
    return purgePrefixes(urls.map(withoutScheme).map(noSlash))
  },
}

/** A directory is only surely reached without its slash. */
function noSlash(key: string): string {
  return key.endsWith('/') ? key.slice(0, -1) : key
}
