import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createManifest, resolveFingerprinted, type Manifest } from '@cdn-purge/core'

/** Beside the repository, as it is too large for it and belongs to others. */
export const CORPORA_DIR: string = path.resolve(import.meta.dirname, '../../shared/corpora')

/** What a list of successive builds says of one file: size in bytes and the beginning of a hash, in hex. */
export interface ListedFile {
  readonly size: number
  readonly hash: string
}

/** The files of one build, by path. */
export type Listing = ReadonlyMap<string, ListedFile>

/** Successive production builds of one real site. */
export interface Corpus {
  readonly name: string
  readonly builder: string
  readonly builds: readonly CorpusBuild[]
}

export interface CorpusBuild {
  readonly version: string
  /** A whole listing (`.tsv.gz`), or what changed since the build before (`.delta.tsv.gz`). */
  readonly file: string
}

/** Lists the corpora by name, or gives undefined where there are none on this machine. */
export function findCorpora(dir: string = CORPORA_DIR): Corpus[] | undefined {
  if (!existsSync(dir)) return undefined
  const names = readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
  return names.toSorted().map((name) => readCorpus(path.join(dir, name), name))
}

/** Gives the listing of every build of a corpus, one after the other, so that only the newest is in memory. */
export function* listings({ builds }: Corpus): Generator<{ version: string; listing: Listing }> {
  let listing: Listing = new Map()
  for (const { version, file } of builds) {
    const text = gunzipSync(readFileSync(file)).toString('utf8')
    listing = file.endsWith('.delta.tsv.gz')
      ? applyDelta(listing, text, file)
      : parseListing(text, file)
    yield { version, listing }
  }
}

/** Reads a whole listing: a header, then `path<TAB>size<TAB>hash`. */
export function parseListing(text: string, source: string): Listing {
  const files = new Map<string, ListedFile>()
  const [header, ...rows] = splitLines(text)
  if (header?.startsWith('path\tsize\t') !== true) throw new Error(`"${source}" has no header.`)
  for (const row of rows) addFile(files, row.split('\t'), source)
  return files
}

/** Applies `+<TAB>path<TAB>size<TAB>hash` and `-<TAB>path` to the listing before; a removal of nothing is an error. */
export function applyDelta(before: Listing, text: string, source: string): Listing {
  const files = new Map(before)
  for (const row of splitLines(text)) {
    const [sign, ...fields] = row.split('\t')
    if (sign === '+') addFile(files, fields, source)
    else if (sign !== '-' || !files.delete(fields[0] ?? '')) {
      throw new Error(`"${source}" has a line that does not fit: "${row}".`)
    }
  }
  return files
}

/** Gives the manifest that a scan of the same files would have given, names judged by pattern as no bundler is there to ask. */
function toManifest(listing: Listing): Manifest {
  const fingerprinted = resolveFingerprinted(listing.keys())
  return createManifest(
    Array.from(listing, ([file, { size, hash }]) => ({
      path: file,
      size,
      digest: `sha256-${hash}`,
      fingerprinted: fingerprinted.has(file),
    })),
  )
}

/** Gives the manifests of neighbours, one pair after the other. */
export function* neighbours(corpus: Corpus): Generator<CorpusPair> {
  let before: { version: string; manifest: Manifest } | undefined
  for (const { version, listing } of listings(corpus)) {
    const after = { version, manifest: toManifest(listing) }
    if (before) {
      yield { from: before.version, to: version, before: before.manifest, after: after.manifest }
    }
    before = after
  }
}

export interface CorpusPair {
  readonly from: string
  readonly to: string
  readonly before: Manifest
  readonly after: Manifest
}

function readCorpus(dir: string, name: string): Corpus {
  const { builder, versions } = JSON.parse(
    readFileSync(path.join(dir, 'versions.json'), 'utf8'),
  ) as { builder: string; versions: { version: string; file: string }[] }
  const builds = versions.map(({ version, file }) => ({ version, file: path.join(dir, file) }))
  return { name, builder, builds }
}

function addFile(
  files: Map<string, ListedFile>,
  [file, size, hash]: readonly string[],
  source: string,
): void {
  if (!file || !size || !hash || !/^\d+$/.test(size)) {
    throw new Error(`"${source}" has a line that does not fit: "${[file, size, hash].join('\t')}".`)
  }
  files.set(file, { size: Number(size), hash })
}

function splitLines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '')
}
