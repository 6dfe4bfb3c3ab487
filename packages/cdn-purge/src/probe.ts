import { createUrls, parseMarker, type Manifest, type Site } from '@cdn-purge/core'
import type { SiteAnswer, SiteClient } from './site-client.ts'

/** What the site answered when it was asked, past the cache, which build it serves. */
export type ProbeAnswer =
  | { readonly kind: 'this' }
  /** The marker names another build, by id. */
  | { readonly kind: 'other'; readonly build: string }
  /** Some of what was asked is this build and some is not. */
  | { readonly kind: 'mixed'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string }

export interface ProbeInput {
  readonly manifest: Manifest
  /** The builds that may be live instead. */
  readonly older: readonly Manifest[]
  readonly site: Site
  /** Path of the marker in the manifest, and the build that it must name; undefined where the build has none. */
  readonly marker: { readonly path: string; readonly build: string } | undefined
  /** Paths whose answers tell this build from the others; one that the manifest has not must not answer as before. */
  readonly tellingPaths: readonly string[]
}

/** Asks past the cache which build is live: the marker, and the bytes of paths that differ between the known builds. */
export async function probe(
  input: ProbeInput,
  client: SiteClient,
  signal?: AbortSignal,
): Promise<ProbeAnswer> {
  const urlsOf = createUrls(input.site)
  const { marker } = input
  if (marker) {
    const said = await askMarker(marker, urlsOf(marker.path)[0], client, signal)
    if (said.kind !== 'this') return said
  }
  let right = marker ? 1 : 0
  for (const path of input.tellingPaths) {
    const url = urlsOf(path)[0]
    if (url === undefined) continue
    const answer = await client.askOrigin(url, signal)
    const trouble = troubleOf(answer, url)
    if (trouble !== undefined) return { kind: 'unknown', why: trouble }
    const kind = recognize(answer, path, input)
    if (kind === 'rewritten') continue
    if (kind === 'this') right++
    else {
      const why = `${url} does not answer with the bytes of this build`
      return right > 0 ? { kind: 'mixed', why } : { kind: 'unknown', why }
    }
  }
  if (right > 0) return { kind: 'this' }
  return { kind: 'unknown', why: 'this build has nothing that tells it from the builds before it' }
}

/** Tells whose bytes an answer has; HTML that is neither new nor old was rewritten on its way and tells nothing. */
function recognize(
  answer: SiteAnswer,
  path: string,
  { manifest, older }: ProbeInput,
): 'this' | 'not-this' | 'rewritten' {
  if (answer.kind !== 'answered') return 'not-this'
  const asset = manifest.assets.get(path)
  if (answer.digest === asset?.digest) return 'this'
  // A host may send a page's file name on to its clean address.
  if (answer.location !== undefined) return 'rewritten'
  const isOld = older.some(({ assets }) => assets.get(path)?.digest === answer.digest)
  if (asset === undefined) return isOld ? 'not-this' : 'this'
  const isHtml = answer.status === 200 && answer.contentType.startsWith('text/html')
  return isHtml && !isOld ? 'rewritten' : 'not-this'
}

async function askMarker(
  marker: { readonly path: string; readonly build: string },
  url: string | undefined,
  client: SiteClient,
  signal?: AbortSignal,
): Promise<ProbeAnswer> {
  if (url === undefined) {
    return { kind: 'unknown', why: `no address of the site serves the marker "${marker.path}"` }
  }
  const answer = await client.askOrigin(url, signal)
  const trouble = troubleOf(answer, url)
  if (trouble !== undefined) return { kind: 'unknown', why: trouble }
  const build =
    answer.kind === 'answered' && answer.status === 200 ? parseMarker(answer.text()) : undefined
  if (build === undefined) return { kind: 'unknown', why: `${url} is not there yet, or no marker` }
  return build === marker.build ? { kind: 'this' } : { kind: 'other', build }
}

/** Says why an answer tells nothing about the build, if it does not. */
function troubleOf(answer: SiteAnswer, url: string): string | undefined {
  if (answer.kind === 'unreachable') return `${url} could not be reached: ${answer.why}`
  if (answer.status === 401 || answer.status === 403) {
    return `${url} answers ${answer.status}; name what lets a request in with \`access.headers\``
  }
  if (answer.status >= 500) return `${url} answers ${answer.status}`
  if (answer.location !== undefined && new URL(answer.location).host !== new URL(url).host) {
    return `${url} redirects to ${new URL(answer.location).host}`
  }
  if (answer.cacheStatus === 'HIT') {
    return `${url} is answered from the cache although its query string is unique; name the server with \`origin\``
  }
  return undefined
}
