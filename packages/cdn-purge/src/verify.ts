import type { Manifest } from '@cdn-purge/core'
import type { SiteAnswer } from './site-answer.ts'
import type { SiteClient } from './site-client.ts'

/** What one URL answered through the edge after the purge. */
export interface Verdict {
  readonly url: string
  readonly path: string
  readonly kind: 'fresh' | 'stale' | 'unknown'
  /** `CF-Cache-Status`, where the edge sent one. */
  readonly cacheStatus: string | undefined
  readonly why: string
}

/** One URL to look at. */
export interface Check {
  readonly url: string
  readonly path: string
}

export interface VerifyInput {
  readonly manifest: Manifest
  /** Builds whose bytes must not answer any more. */
  readonly older: readonly Manifest[]
  readonly checks: readonly Check[]
}

/** So many questions are under way at once. */
const CONCURRENCY = 8

/** Fetches URLs through the edge and compares their bytes with the build; gives each verdict as it comes. */
export async function* verify(
  input: VerifyInput,
  client: SiteClient,
  signal?: AbortSignal,
): AsyncGenerator<Verdict, void, undefined> {
  const { checks } = input
  for (let start = 0; start < checks.length; start += CONCURRENCY) {
    const some = checks.slice(start, start + CONCURRENCY)
    yield* await Promise.all(some.map((check) => look(check, input, client, signal)))
  }
}

async function look(
  check: Check,
  input: VerifyInput,
  client: SiteClient,
  signal?: AbortSignal,
): Promise<Verdict> {
  const answer = await client.ask(check.url, signal)
  const asset = input.manifest.assets.get(check.path)
  if (answer.kind === 'answered' && answer.status === 200 && answer.digest === asset?.digest) {
    return verdict(check, answer, 'fresh', 'the bytes of this build')
  }
  if (answer.kind === 'unreachable') return verdict(check, answer, 'unknown', answer.why)
  const old = input.older.some(({ assets }) => assets.get(check.path)?.digest === answer.digest)
  const now = await client.askOrigin(check.url, signal)
  if (isSame(answer, now)) {
    // What the origin answers is right, also where a host redirects or rewrites; but then the deploy must have reached it.
    return old && asset
      ? verdict(check, answer, 'stale', 'the bytes of an older build, and the origin has them too')
      : verdict(check, answer, 'fresh', 'as the origin answers now')
  }
  if (old) return verdict(check, answer, 'stale', 'the bytes of an older build')
  if (now.kind === 'answered' && now.digest === asset?.digest) {
    return isRewritten(answer)
      ? verdict(
          check,
          answer,
          'unknown',
          'neither this build nor an older one; the edge may rewrite it',
        )
      : verdict(check, answer, 'stale', `${answer.status}, while the origin has the new bytes`)
  }
  return verdict(
    check,
    answer,
    'unknown',
    `answers ${answer.status} with other bytes than the origin`,
  )
}

function isSame(answer: SiteAnswer, now: SiteAnswer): boolean {
  if (answer.kind !== 'answered' || now.kind !== 'answered') return false
  if (answer.status !== now.status) return false
  if (answer.location !== undefined || now.location !== undefined) {
    return pathOf(answer.location) === pathOf(now.location)
  }
  return answer.digest === now.digest
}

/** A host may carry our query string along when it redirects. */
function pathOf(location: string | undefined): string | undefined {
  return location === undefined ? undefined : new URL(location).pathname
}

/** Cloudflare rewrites HTML (e-mail addresses, beacons) and recompresses images. */
function isRewritten(answer: SiteAnswer): boolean {
  return (
    answer.kind === 'answered' &&
    answer.status === 200 &&
    /^(?:text\/html|image\/)/.test(answer.contentType)
  )
}

function verdict(
  { url, path }: Check,
  answer: SiteAnswer,
  kind: Verdict['kind'],
  why: string,
): Verdict {
  const cacheStatus = answer.kind === 'answered' ? answer.cacheStatus : undefined
  return { url, path, kind, cacheStatus, why }
}
