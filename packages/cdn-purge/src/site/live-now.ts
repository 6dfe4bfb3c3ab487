import {
  createIsRedirected,
  createUrls,
  parseMarker,
  type Manifest,
  type Note,
  type Site,
} from '@cdn-purge/core'
import { meansOf } from '../means.ts'
import type { Operation } from '../operation.ts'
import { unsetHeaders } from './access-headers.ts'
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
  /** The builds of the baseline, the newest last. */
  readonly older: readonly Manifest[]
  /** The one that is about to be recorded, if one is. */
  readonly own?: Manifest
  /** URLs at which the origin may lag behind the builds that were settled. */
  readonly owed?: ReadonlySet<string>
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
  const [unset] = unsetHeaders(access, env)
  if (unset) {
    return { kind: 'unknown', why: `\`$${unset.variable}\` of \`access.headers\` is not set here` }
  }
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
  const { markerPath, older, own, explained, site } = input
  const builds = own ? [...older, own] : older
  const isThere = builds.some(({ assets }) => markerPath !== false && assets.has(markerPath))
  if (markerPath === false || !isThere || createIsOwed(input)(markerPath)) {
    return askBytes(input, client, signal)
  }
  const asked = await ask(site, markerPath, client, signal)
  if (asked.kind === 'unknown') return asked
  const { answer, url } = asked
  const build = answer.status === 200 ? parseMarker(answer.text()) : undefined
  if (build !== undefined) {
    return explained.has(build)
      ? { kind: 'recorded', build }
      : { kind: 'unrecorded', what: `build ${build.slice(0, 12)}` }
  }
  if (!older.every(({ assets }) => assets.has(markerPath))) return askBytes(input, client, signal)
  // A build that was just written to where it is served has no marker yet: all its bytes have to be its own.
  const byBytes = own && (await askOwn(own, input, client, signal))
  return (
    byBytes ?? {
      kind: 'unrecorded',
      what: `a build without a marker (${url} answers ${answer.status})`,
    }
  )
}

/** Says whether the build that is about to be recorded is live already; undefined where it is not. */
async function askOwn(
  own: Manifest,
  { older, site, markerPath }: LiveNowInput,
  client: SiteClient,
  signal: AbortSignal | undefined,
): Promise<LiveNow | undefined> {
  const isRedirected = createIsRedirected(own.redirects ?? [], site)
  const paths = [...own.assets.keys()].filter((path) => path !== markerPath && !isRedirected(path))
  const telling = chooseTellingPaths(own, older, paths)
  for (const path of telling.length > 0 ? telling : chooseTellingPaths(own, [], paths)) {
    const asked = await ask(site, path, client, signal)
    if (asked.kind === 'unknown') return asked
    const { answer, url } = asked
    if (answer.digest === own.assets.get(path)?.digest) continue
    const isOlder = older.some(({ assets }) => assets.get(path)?.digest === answer.digest)
    return answer.status === 200 && isHtml(answer) && !isOlder ? rewritten(url) : undefined
  }
  return { kind: 'recorded' }
}

/** Compares one path that tells the builds apart with every build that is known there. */
async function askBytes(
  input: LiveNowInput,
  client: SiteClient,
  signal: AbortSignal | undefined,
): Promise<LiveNow> {
  const { older, own, site, markerPath } = input
  const builds = own ? [...older, own] : older
  const newest = builds.at(-1)
  if (!newest) return { kind: 'unknown', why: 'there is no build to compare with' }
  const isOwed = createIsOwed(input)
  const isRedirected = createIsRedirected(newest.redirects ?? [], site)
  const paths = [...newest.assets.keys()].filter(
    (path) => path !== markerPath && !isOwed(path) && !isRedirected(path),
  )
  const telling = chooseTellingPaths(newest, builds.slice(0, -1), paths)[0] ?? paths[0]
  if (telling === undefined) return { kind: 'unknown', why: 'there is no file to compare' }
  const asked = await ask(site, telling, client, signal)
  if (asked.kind === 'unknown') return asked
  const { answer, url } = asked
  const known = new Set(builds.map(({ assets }) => assets.get(telling)?.digest))
  if (known.has(answer.digest)) return { kind: 'recorded' }
  if (answer.status !== 200 && known.has(undefined)) return { kind: 'recorded' }
  if (answer.location !== undefined || isHtml(answer)) return rewritten(url)
  return { kind: 'unrecorded', what: `a build with other bytes at ${url}` }
}

/** What the origin has there may be left over, or not have arrived yet. */
function createIsOwed({ site, owed = new Set() }: LiveNowInput): (path: string) => boolean {
  if (owed.size === 0) return () => false
  const urlsOf = createUrls(site)
  return (path) => urlsOf(path).some((url) => owed.has(url))
}

function rewritten(url: string): LiveNow {
  return { kind: 'unknown', why: `${url} answers with HTML that may be rewritten on its way` }
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
