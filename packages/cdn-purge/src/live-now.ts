import { createUrls, parseMarker, type Manifest, type Note, type Site } from '@cdn-purge/core'
import { meansOf } from './means.ts'
import type { Operation } from './operation.ts'
import { unreachedEnvironment } from './reach.ts'
import { isHtml, servedFromCache, troubleOf, type AnsweredSite } from './site-answer.ts'
import type { SiteClient } from './site-client.ts'
import { chooseTellingPaths } from './telling-paths.ts'

/** What is live now, as far as one question can tell. */
export type LiveNow =
  /** A build that the baseline explains; `build` where the marker named it. */
  | { readonly kind: 'recorded'; readonly build?: string }
  /** A build that no record of the baseline explains. */
  | { readonly kind: 'unrecorded'; readonly what: string }
  | { readonly kind: 'unknown'; readonly why: string }

export interface LiveNowInput {
  readonly site: Site
  /** Where the marker lies in a build; false where builds have none. */
  readonly markerPath: string | false
  /** Ids of the builds of the baseline, and of the one that is about to be recorded. */
  readonly explained: ReadonlySet<string>
  /** Manifests of the same builds, the newest last. */
  readonly manifests: readonly Manifest[]
}

/** Nobody waits longer for it, in ms. */
const TIMEOUT_MS = 3_000

/** Asks the site, past the cache, which build it serves. Never fails: what cannot be asked is unknown. */
export async function readLiveNow(operation: Operation, input: LiveNowInput): Promise<LiveNow> {
  const { options, env } = operation
  const unreached = unreachedEnvironment(options)
  if (unreached !== undefined && options.origin === undefined) {
    return { kind: 'unknown', why: unreached }
  }
  const { access, origin } = options
  const client = meansOf(operation).createSiteClient({ access, origin, env, timeoutMs: TIMEOUT_MS })
  try {
    return await askLive(input, client, operation.signal)
  } finally {
    await client.close()
  }
}

async function askLive(
  input: LiveNowInput,
  client: SiteClient,
  signal: AbortSignal | undefined,
): Promise<LiveNow> {
  const { markerPath, manifests, explained } = input
  const hasMarker = markerPath !== false && manifests.some(({ assets }) => assets.has(markerPath))
  if (!hasMarker) return askBytes(input, client, signal)
  const asked = await ask(input.site, markerPath, client, signal)
  if (asked.kind === 'unknown') return asked
  const { answer, url } = asked
  const build = answer.status === 200 ? parseMarker(answer.text()) : undefined
  if (build === undefined) {
    // A build that was just written to where it is served has no marker yet: its bytes explain it.
    const byBytes = await askBytes(input, client, signal)
    if (byBytes.kind !== 'unrecorded') return byBytes
    return {
      kind: 'unrecorded',
      what: `a build without a marker (${url} answers ${answer.status})`,
    }
  }
  return explained.has(build)
    ? { kind: 'recorded', build }
    : { kind: 'unrecorded', what: `build ${build.slice(0, 12)}` }
}

/** Compares one path that tells the builds apart with every build that is known there. */
async function askBytes(
  { manifests, site, markerPath }: LiveNowInput,
  client: SiteClient,
  signal: AbortSignal | undefined,
): Promise<LiveNow> {
  const newest = manifests.at(-1)
  if (!newest) return { kind: 'unknown', why: 'there is no build to compare with' }
  const others = manifests.slice(0, -1)
  const paths = [...newest.assets.keys()].filter((path) => path !== markerPath)
  const telling = chooseTellingPaths(newest, others, paths)[0] ?? paths[0]
  if (telling === undefined) return { kind: 'unknown', why: 'there is no file to compare' }
  const asked = await ask(site, telling, client, signal)
  if (asked.kind === 'unknown') return asked
  const { answer, url } = asked
  const known = new Set(manifests.map(({ assets }) => assets.get(telling)?.digest))
  if (known.has(answer.digest)) return { kind: 'recorded' }
  if (answer.status !== 200 && known.has(undefined)) return { kind: 'recorded' }
  if (answer.location !== undefined || isHtml(answer)) {
    return { kind: 'unknown', why: `${url} answers with HTML that may be rewritten on its way` }
  }
  return { kind: 'unrecorded', what: `a build with other bytes at ${url}` }
}

type Asked =
  | { readonly kind: 'asked'; readonly answer: AnsweredSite; readonly url: string }
  | { readonly kind: 'unknown'; readonly why: string }

async function ask(
  site: Site,
  path: string,
  client: SiteClient,
  signal: AbortSignal | undefined,
): Promise<Asked> {
  const url = createUrls(site)(path)[0]
  if (url === undefined) return { kind: 'unknown', why: `no address of the site serves "${path}"` }
  const answer = await client.askOrigin(url, signal)
  const trouble = troubleOf(answer, url)
  if (answer.kind === 'unreachable' || trouble !== undefined) {
    return { kind: 'unknown', why: trouble ?? '' }
  }
  if (servedFromCache(answer) === true) {
    return {
      kind: 'unknown',
      why: `${url} is answered from a cache; name the server with \`origin\``,
    }
  }
  return { kind: 'asked', answer, url }
}

/** Gives what speaks against the records when such a build is live. */
export function doubtOf(live: LiveNow): Note | undefined {
  if (live.kind !== 'unrecorded') return undefined
  const text = `When this deploy began, ${live.what} was live, which no record of what the edge may hold explains.`
  return { code: 'unrecorded-build', text }
}
