import { HOST, purgePrefixes, purgeUrls, withoutScheme, type Way } from './rival.ts'

const MOST_PATHS = 8

export const foldTo8: Way = {
  name: 'folded to 8 paths',
  rule: 'Every added, changed or removed key, `index.html` as its directory; more than 8 are folded to wildcards, a level of directories at a time, and to `/*` where that is not enough. s3deploy does so for CloudFront.',
  route: 'any',
  decide(deploy) {
    const pathOf = new Map<string, string>()
    for (const path of [...deploy.added, ...deploy.changed, ...deploy.removed]) {
      const [own = ''] = deploy.urlsOf(path)
      // By the end of the name only, as its rule is.
      pathOf.set(withoutScheme(own).replace(/index\.html$/, ''), path)
    }
    const folded = fold([...pathOf.keys()])
    if (!folded) return [{ action: 'purge', by: 'hosts', targets: [HOST] }]
    const single = folded.filter((key) => !key.endsWith('/*'))
    const wildcards = folded.filter((key) => key.endsWith('/*'))
    return [
      ...purgeUrls(
        single.flatMap((key) => pathOf.get(key) ?? []),
        deploy,
      ),
      // Without its slash, so that the directory itself goes too.
      ...purgePrefixes(wildcards.map((key) => key.slice(0, -2))),
    ]
  },
}

/** Folds what lies deeper than a level to the directory there, from the deepest level on; undefined where too many are left. */
function fold(keys: readonly string[]): string[] | undefined {
  if (keys.length <= MOST_PATHS) return [...keys]
  const deepest = keys.reduce((most, key) => Math.max(most, depthOf(key)), 0)
  for (let level = deepest; level >= 1; level--) {
    const folded = new Set(
      keys.map((key) => (depthOf(key) >= level ? directoryAt(key, level) : key)),
    )
    if (folded.size <= MOST_PATHS) return [...folded]
  }
  return undefined
}

/** Directories above a key: 0 for one right below the host. */
function depthOf(key: string): number {
  return key.split('/').length - 2
}

function directoryAt(key: string, level: number): string {
  return `${key
    .split('/')
    .slice(0, level + 1)
    .join('/')}/*`
}
