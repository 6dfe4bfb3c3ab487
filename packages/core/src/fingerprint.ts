import picomatch from 'picomatch'
import { judgeName, type HashedName } from './hashed-name.ts'

/** What is known about names that carry a hash of the content, the surest first. */
export interface FingerprintSources {
  /** What the user says: globs of the paths that carry one, or an answer for each path. Decides alone where it is given. */
  readonly option?: readonly string[] | ((path: string) => boolean) | undefined
  /** What the bundler says about the paths that it knows. */
  readonly bundler?: ReadonlyMap<string, boolean> | undefined
}

/** Lists the paths whose names carry a hash of their content: by the user's option, else by the bundler, else by pattern. */
export function resolveFingerprinted(
  paths: Iterable<string>,
  { option, bundler }: FingerprintSources = {},
): ReadonlySet<string> {
  const all = [...paths]
  if (option !== undefined) {
    const says = typeof option === 'function' ? option : matchAny(option)
    return new Set(all.filter((path) => says(path)))
  }
  const detected = detectFingerprinted(all)
  return new Set(
    all.filter((path) => {
      const said = bundler?.get(path) ?? bundler?.get(ownerOf(path))
      return said ?? detected.has(path)
    }),
  )
}

/**
 * Lists the paths whose names look like those that a bundler puts a content hash into. A name that could be a word counts only
 * where most names of the same folder and extension carry a hash; a page never does; `x.js.map`, `x.js.gz` follow `x.js`.
 */
export function detectFingerprinted(paths: Iterable<string>): ReadonlySet<string> {
  const names = Array.from(paths, (path) => judge(path))
  const votes = new Map<string, { hashed: number; all: number }>()
  for (const { group, looks } of names) {
    const vote = votes.get(group) ?? { hashed: 0, all: 0 }
    vote.all += 1
    if (looks === 'surely' || looks === 'likely') vote.hashed += 1
    votes.set(group, vote)
  }
  const carried = names.filter(({ group, looks }) => {
    if (looks === 'surely') return true
    const { hashed, all } = votes.get(group) ?? { hashed: 0, all: 1 }
    return looks !== 'no' && hashed * 2 >= all
  })
  return new Set(carried.map(({ path }) => path))
}

interface JudgedName {
  readonly path: string
  /** Folder and extension: the names that one bundler names alike. */
  readonly group: string
  readonly looks: HashedName
}

function judge(path: string): JudgedName {
  const owner = ownerOf(path)
  const slash = owner.lastIndexOf('/') + 1
  const name = owner.slice(slash)
  const extension = /\.[^.]*$/.exec(name)?.[0] ?? ''
  const isPage = /^\.(?:html?|xhtml)$/i.test(extension)
  return {
    path,
    group: `${owner.slice(0, slash)}*${extension}`,
    looks: isPage ? 'no' : judgeName(name),
  }
}

/** The file that one was made from and named after: `a.js` for `a.js.map`, `a.js.map.gz` and `a.js.LICENSE.txt`. */
function ownerOf(path: string): string {
  return path.replace(/(?<=[^/]\.[^/.]+)(?:\.map|\.gz|\.br|\.zst|\.LICENSE\.txt)+$/, '')
}

function matchAny(globs: readonly string[]): (path: string) => boolean {
  return globs.length === 0 ? () => false : picomatch([...globs], { dot: true })
}
