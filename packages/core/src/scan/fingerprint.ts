import { matchAny, normalizeGlobs } from './globs.ts'
import { judgeName, type HashedName } from './hashed-name.ts'

/** What is known about names that carry a hash of the content, the surest first. */
export interface FingerprintSources {
  /** What the user says: globs of the paths that carry one, or an answer for each path. Decides alone where it is given. */
  readonly option?: readonly string[] | ((path: string) => boolean) | undefined
  /** What the bundler says about the paths that it knows. */
  readonly bundler?: ReadonlyMap<string, boolean> | undefined
}

/**
 * Lists the paths whose names carry a hash of their content: by the user's option, else by the bundler, else by pattern.
 *
 * @throws {PurgeError} `bad-option` for a glob that is empty or begins with `!`.
 */
export function resolveFingerprinted(
  paths: Iterable<string>,
  { option, bundler }: FingerprintSources = {},
): ReadonlySet<string> {
  const all = [...paths]
  if (option !== undefined) {
    const says =
      typeof option === 'function' ? option : matchAny(normalizeGlobs('fingerprinted', option))
    return new Set(all.filter((path) => says(path)))
  }
  const said = new Map(all.map((path) => [path, bundler?.get(path) ?? bundler?.get(ownerOf(path))]))
  // What the bundler named says nothing of the names that it does not know: public files lie beside hashed ones.
  const detected = detectFingerprinted(all.filter((path) => said.get(path) === undefined))
  return new Set(all.filter((path) => said.get(path) ?? detected.has(path)))
}

/**
 * Lists the paths whose names look like those that a bundler puts a content hash into. A name that could be a word counts only
 * where most of its neighbours carry a hash; a page never does; `x.js.map` and `x.js.gz` follow `x.js`.
 */
export function detectFingerprinted(paths: Iterable<string>): ReadonlySet<string> {
  const names = Array.from(paths, (path) => judge(path))
  const votes = new Map<string, { hashed: number; all: number }>()
  for (const { groups, looks } of names) {
    for (const group of groups) {
      const vote = votes.get(group) ?? { hashed: 0, all: 0 }
      vote.all += 1
      if (looks === 'surely' || looks === 'likely') vote.hashed += 1
      votes.set(group, vote)
    }
  }
  const carriesHash = ({ groups: [neighbours, namesakes], looks }: JudgedName): boolean => {
    if (looks === 'surely' || looks === 'no') return looks === 'surely'
    const inFolder = votes.get(neighbours)
    if (inFolder && inFolder.hashed * 2 >= inFolder.all) return true
    const alike = votes.get(namesakes)
    return alike !== undefined && alike.all >= MIN_NAMESAKES && alike.hashed * 2 >= alike.all
  }
  return new Set(names.filter(carriesHash).map(({ path }) => path))
}

/** Fewer names than this that begin alike are no pattern: `chunk-3DKU5AMY.js` among hundreds of workers with plain names. */
const MIN_NAMESAKES = 4

interface JudgedName {
  readonly path: string
  /** Those in the same folder with the same extension, and of these the ones that begin alike. */
  readonly groups: readonly [neighbours: string, namesakes: string]
  readonly looks: HashedName
}

function judge(path: string): JudgedName {
  const owner = ownerOf(path)
  const slash = owner.lastIndexOf('/') + 1
  const name = owner.slice(slash)
  const extension = /\.[^.]*$/.exec(name)?.[0] ?? ''
  const neighbours = `${owner.slice(0, slash)}*${extension}`
  const namesakes = `${owner.slice(0, slash)}${name.replace(/[-.].*$/, '')}-*${extension}`
  const isPlain = /^\.(?:html?|xhtml)$/i.test(extension) || NAMED_BY_SOURCE.test(owner)
  return { path, groups: [neighbours, namesakes], looks: isPlain ? 'no' : judgeName(name) }
}

/**
 * Pictures whose name has a hash, but of what they were drawn from: Sphinx's `_images/inheritance-<sha1>.png` and `_images/math/<sha1>.svg`
 * hold other bytes after a new release of the drawing program, and Doxygen's `dir_<md5>_dep.svg` is named after a folder.
 */
const NAMED_BY_SOURCE = /(?:^|\/)(?:_images\/(?:[^/]+\/)*[^/]*[0-9a-f]{40}|dir_[0-9a-f]{32})[^/]*$/

/** The file that one was made from and named after: `a.js` for `a.js.map`, `a.js.map.gz` and `a.js.LICENSE.txt`. */
function ownerOf(path: string): string {
  return path.replace(/(?<=[^/]\.[^/.]+)(?:\.map|\.gz|\.br|\.zst|\.LICENSE\.txt)+$/, '')
}
