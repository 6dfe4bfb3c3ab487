import { buildId, createUrls, parseMarker, type Manifest, type Site } from '@cdn-purge/core'
import type { BuiltText } from '../build/built-text.ts'
import type { ProbeAnswer } from './probe-answer.ts'
import { isSameHtml } from '../verify/same-html.ts'
import {
  isHtml,
  servedFromCache,
  troubleOf,
  type AnsweredSite,
  type SiteAnswer,
} from './site-answer.ts'
import type { SiteClient } from './site-client.ts'

export interface ProbeInput {
  readonly manifest: Manifest
  /** The builds that may be live instead. */
  readonly older: readonly Manifest[]
  /** Ids of the builds that a record of the baseline explains. */
  readonly known: ReadonlySet<string>
  readonly site: Site
  /** Path of the marker in the manifest, and the build that it must name; undefined where the build has none. */
  readonly marker: { readonly path: string; readonly build: string } | undefined
  /** See `chooseTellingPaths`; one that the manifest has not must not answer as before. */
  readonly tellingPaths: readonly string[]
  readonly builtText: BuiltText
}

export interface ProbeMeans {
  readonly client: SiteClient
  /** Purges the marker's own URL, where the edge answers it out of its cache whatever the query string. */
  readonly evict?: ((url: string) => Promise<void>) | undefined
  readonly signal?: AbortSignal | undefined
}

/** Asks past the cache which build is live: the marker, and the bytes of paths that differ between the known builds. */
export async function probe(input: ProbeInput, means: ProbeMeans): Promise<ProbeAnswer> {
  const said = await askMarker(input, means)
  if (said.kind === 'unknown' || said.kind === 'other') return said
  let right = 0
  let hidden: string | undefined
  let cached: string | undefined
  let wrong: Extract<Sign, { kind: 'older' | 'stranger' | 'absent' }> | undefined
  for (const path of input.tellingPaths) {
    const sign = await askPath(path, input, means)
    if (sign.kind === 'trouble') return { kind: 'unknown', why: sign.why }
    if (sign.kind === 'this') right++
    else if (sign.kind === 'hidden') hidden ??= sign.why
    else if (sign.kind === 'cached') cached ??= sign.why
    else if (sign.kind !== 'nothing') wrong ??= sign
    // What is mixed stays so, whatever else is asked.
    if (wrong && (right > 0 || said.kind === 'this')) return { kind: 'mixed', why: wrong.why }
  }
  if (said.kind === 'missing') {
    if (right > 0) return { kind: 'mixed', why: said.why }
    if (wrong !== undefined && wrong.kind !== 'absent') return notThis(wrong, input)
    return { kind: 'unknown', why: said.why }
  }
  if (wrong) return notThis(wrong, input)
  if (hidden !== undefined) return { kind: 'unknown', why: hidden }
  if (right > 0) return { kind: 'this', by: 'bytes' }
  if (said.kind === 'this') return { kind: 'this', by: 'marker' }
  const why = cached ?? 'this build has nothing that tells it from the builds before it'
  return { kind: 'unknown', why }
}

/** What one path answered. */
type Sign =
  | { readonly kind: 'this' }
  | { readonly kind: 'older'; readonly older: Manifest; readonly why: string }
  | { readonly kind: 'stranger' | 'absent'; readonly why: string }
  /** A page that was rewritten on its way beyond recognition, or one of nobody's build. */
  | { readonly kind: 'hidden'; readonly why: string }
  /** A copy, which tells nothing about what is live now. */
  | { readonly kind: 'cached'; readonly why: string }
  | { readonly kind: 'trouble'; readonly why: string }
  | { readonly kind: 'nothing' }

function notThis(
  sign: Extract<Sign, { kind: 'older' | 'stranger' | 'absent' }>,
  { marker }: ProbeInput,
): ProbeAnswer {
  if (sign.kind === 'older') {
    return { kind: 'other', build: buildId(sign.older, marker?.path ?? false), isKnown: true }
  }
  return { kind: sign.kind === 'stranger' ? 'stranger' : 'unknown', why: sign.why }
}

/** Asks for a path, under each of its addresses until one has a body. */
async function askPath(path: string, input: ProbeInput, means: ProbeMeans): Promise<Sign> {
  let last: Sign = { kind: 'nothing' }
  for (const url of createUrls(input.site)(path).slice(0, MAX_SPELLINGS)) {
    const answer = await means.client.askOrigin(url, means.signal)
    const trouble = troubleOf(answer, url)
    if (trouble !== undefined) return { kind: 'trouble', why: trouble }
    if (answer.kind !== 'answered') continue
    last = await readSign(answer, url, path, input)
    // A host may know a page under one of its addresses only.
    if (last.kind !== 'absent') return last
  }
  return last
}

const MAX_SPELLINGS = 3

async function readSign(
  answer: AnsweredSite,
  url: string,
  path: string,
  { manifest, older, builtText }: ProbeInput,
): Promise<Sign> {
  const asset = manifest.assets.get(path)
  if (answer.digest === asset?.digest) return { kind: 'this' }
  const whose = older.find(({ assets }) => assets.get(path)?.digest === answer.digest)
  if (isFromCache(answer)) return { kind: 'cached', why: cachedWhy(url) }
  if (whose) {
    return { kind: 'older', older: whose, why: `${url} answers with the bytes of an older build` }
  }
  if (asset === undefined) return { kind: 'this' }
  if (answer.status !== 200) return { kind: 'absent', why: `${url} answers ${answer.status}` }
  if (!isHtml(answer)) {
    return { kind: 'stranger', why: `${url} answers with the bytes of no known build` }
  }
  const built = await builtText(path)
  if (built !== undefined && isSameHtml(built, answer.text())) return { kind: 'this' }
  return {
    kind: 'hidden',
    why: `${url} answers with HTML that is no known build's; where the edge rewrites pages, name the server with \`origin\``,
  }
}

type MarkerSaid =
  | { readonly kind: 'none' }
  | { readonly kind: 'this' }
  | { readonly kind: 'missing'; readonly why: string }
  | Extract<ProbeAnswer, { kind: 'other' | 'unknown' }>

async function askMarker(
  { marker, site, known }: ProbeInput,
  { client, evict, signal }: ProbeMeans,
): Promise<MarkerSaid> {
  if (!marker) return { kind: 'none' }
  const url = createUrls(site)(marker.path)[0]
  if (url === undefined) {
    return { kind: 'unknown', why: `no address of the site serves the marker "${marker.path}"` }
  }
  let answer = await client.askOrigin(url, signal)
  if (evict && isFromCache(answer)) {
    await evict(url)
    answer = await client.askOrigin(url, signal)
  }
  const trouble = troubleOf(answer, url)
  if (trouble !== undefined) return { kind: 'unknown', why: trouble }
  if (isFromCache(answer)) return { kind: 'unknown', why: cachedWhy(url) }
  const build =
    answer.kind === 'answered' && answer.status === 200 ? parseMarker(answer.text()) : undefined
  if (build === undefined) return { kind: 'missing', why: `${url} is not there yet, or no marker` }
  return build === marker.build
    ? { kind: 'this' }
    : { kind: 'other', build, isKnown: known.has(build) }
}

function isFromCache(answer: SiteAnswer): boolean {
  return answer.kind === 'answered' && servedFromCache(answer) === true
}

function cachedWhy(url: string): string {
  return `${url} is answered from a cache although its query string is unique; name the server with \`origin\``
}
