import type { Asset, Manifest } from '@cdn-purge/core'
import type { BuiltText } from '../build/built-text.ts'
import { lookAtHeaders, lookAtRedirect } from './look-at-rules.ts'
import { isSameHtml } from './same-html.ts'
import {
  isHtml,
  isNotCached,
  isOutage,
  servedFromCache,
  troubleOf,
  type AnsweredSite,
  type SiteAnswer,
} from '../site/site-answer.ts'
import type { SiteClient } from '../site/site-client.ts'
import type { Check, Verdict } from './verdict.ts'

export interface VerifyInput {
  readonly manifest: Manifest
  /** Builds whose bytes must not answer any more. */
  readonly older: readonly Manifest[]
  readonly checks: readonly Check[]
  readonly builtText: BuiltText
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
  const digests = new Set([...input.manifest.assets.values()].map(({ digest }) => digest))
  const hosts = new Set(checks.map(({ url }) => new URL(url).host))
  for (let start = 0; start < checks.length; start += CONCURRENCY) {
    const some = checks.slice(start, start + CONCURRENCY)
    yield* await Promise.all(
      some.map((check) => look(check, { ...input, digests, hosts, client, signal })),
    )
  }
}

interface Looking extends VerifyInput {
  /** Of all that this build serves. */
  readonly digests: ReadonlySet<string>
  /** The site's own. */
  readonly hosts: ReadonlySet<string>
  readonly client: SiteClient
  readonly signal: AbortSignal | undefined
}

async function look(check: Check, looking: Looking): Promise<Verdict> {
  const { manifest, older, client, signal } = looking
  const answer = await client.ask(check.url, signal)
  const verdict = createVerdict(check, answer)
  const trouble = troubleOf(answer, check.url)
  if (answer.kind !== 'answered') return verdict('unknown', trouble ?? '', 'unanswered')
  if (trouble !== undefined && !mayBeCopy(answer)) {
    return verdict('unknown', trouble, isOutage(answer) ? 'unanswered' : 'unasked')
  }
  const question = { check, answer, client, signal }
  if (check.redirect) {
    const { kind, why } = await lookAtRedirect(question)
    return verdict(kind, why)
  }
  const asset = manifest.assets.get(check.path)
  if (answer.status === 200 && asset && (await isBuilt(answer, asset, looking))) {
    if (check.headers) {
      const { kind, why } = await lookAtHeaders(question)
      return verdict(kind, why)
    }
    return isNotCached(answer)
      ? verdict(
          'not-cached',
          `the bytes of this build, never from the cache (${answer.cacheStatus})`,
        )
      : verdict('fresh', 'the bytes of this build')
  }
  const isOld = older.some(({ assets }) => assets.get(check.path)?.digest === answer.digest)
  const now = await client.askOrigin(check.url, signal)
  const troubleNow = troubleOf(now, check.url)
  if (now.kind !== 'answered' || (troubleNow !== undefined && now.location === undefined)) {
    return isOld && asset
      ? verdict('stale', 'the bytes of an older build')
      : verdict('unknown', `it answers ${answer.status}, and past the cache ${troubleNow ?? ''}`)
  }
  if (servedFromCache(now) === true) {
    return isOld && asset
      ? verdict('stale', 'the bytes of an older build')
      : verdict(
          'unknown',
          'it cannot be asked past the cache; name the server with `origin`',
          isUnbuilt(answer, asset, looking.digests) ? 'unbuilt' : 'unasked',
        )
  }
  if (isSame(answer, now)) {
    // A site may send visitors from one of its own addresses to another.
    const isWithin = looking.hosts.has(new URL(answer.location ?? check.url).host)
    if (trouble !== undefined && !isWithin) return verdict('unknown', trouble)
    return asAtOrigin(answer, asset, isOld, { verdict, digests: looking.digests })
  }
  return notAsAtOrigin({ check, answer, now, asset, isOld, verdict }, looking)
}

type MakeVerdict = (kind: Verdict['kind'], why: string, origin?: Verdict['origin']) => Verdict

/** The origin answers the same: right, unless the deploy has not reached it there. */
function asAtOrigin(
  answer: AnsweredSite,
  asset: Asset | undefined,
  isOld: boolean,
  { verdict, digests }: { verdict: MakeVerdict; digests: ReadonlySet<string> },
): Verdict {
  if (isOld && asset) {
    const why = 'the bytes of an older build, and the origin has them too'
    return verdict('stale', why, 'older-build')
  }
  const isOfBuild = asset === undefined || answer.status !== 200 || digests.has(answer.digest)
  if (isOfBuild) {
    const origin = isUnbuilt(answer, asset, digests) ? 'unbuilt' : 'unasked'
    return verdict('fresh', 'as the origin answers now', origin)
  }
  return verdict(
    'unknown',
    isHtml(answer)
      ? 'HTML that is rewritten on its way, in a manner that cannot be undone'
      : 'bytes that are transformed on their way',
  )
}

/** What the build has not, or has under other names: an answer from before all of it arrived. */
function isUnbuilt(
  { status, digest }: AnsweredSite,
  asset: Asset | undefined,
  digests: ReadonlySet<string>,
): boolean {
  // A page for unknown addresses is one of the build, and hides a file that is missing.
  if (asset) return status >= 400 || (status === 200 && digests.has(digest))
  return status === 200 && !digests.has(digest)
}

interface Differing {
  readonly check: Check
  readonly answer: AnsweredSite
  readonly now: AnsweredSite
  readonly asset: Asset | undefined
  readonly isOld: boolean
  readonly verdict: MakeVerdict
}

/** The origin answers otherwise: an old copy, or the same page rewritten on its way. */
async function notAsAtOrigin(differing: Differing, looking: Looking): Promise<Verdict> {
  const { check, answer, now, asset, isOld, verdict } = differing
  if (isOld)
    return verdict('stale', 'the bytes of an older build', await originOf(now, asset, looking))
  const isHere = asset !== undefined && (await isBuilt(now, asset, looking))
  if (asset === undefined || !isHere) {
    // A page that is gone may be answered with what was never a file, as long as nothing old is kept.
    return servedFromCache(answer) === true && answer.status !== now.status
      ? verdict('stale', `${answer.status} from the cache, while the origin answers ${now.status}`)
      : verdict('unknown', `it answers ${answer.status} with other bytes than the origin`)
  }
  if (answer.status !== 200) {
    return verdict('stale', `${answer.status}, while the origin has the new bytes`, 'this-build')
  }
  if (servedFromCache(answer) === false) {
    return verdict('unknown', 'bytes of no known build, and not from the cache')
  }
  // What the edge does to pages and images it does to this answer too, so one that is as built tells that it does nothing.
  const anew = await looking.client.askAnew(check.url, looking.signal)
  const isUntouched =
    anew.kind === 'answered' &&
    servedFromCache(anew) !== true &&
    (await isBuilt(anew, asset, looking))
  return isUntouched
    ? verdict('stale', 'bytes of no known build, while the origin has this one', 'this-build')
    : verdict('unknown', 'bytes of no known build; the edge transforms them on their way')
}

async function originOf(
  now: AnsweredSite,
  asset: Asset | undefined,
  looking: Looking,
): Promise<Verdict['origin']> {
  return asset && (await isBuilt(now, asset, looking)) ? 'this-build' : 'unasked'
}

/** True for the bytes of the file, or its page as Cloudflare is known to rewrite it. */
async function isBuilt(
  answer: AnsweredSite,
  { path, digest }: Asset,
  { builtText }: Looking,
): Promise<boolean> {
  if (answer.status !== 200) return false
  if (answer.digest === digest) return true
  if (!isHtml(answer)) return false
  const built = await builtText(path)
  return built !== undefined && isSameHtml(built, answer.text())
}

/** A redirect or an error that the edge keeps is no trouble of the moment: what the origin answers tells. */
function mayBeCopy(answer: AnsweredSite): boolean {
  if (answer.status >= 300 && answer.status < 400) return true
  return answer.status >= 500 && servedFromCache(answer) === true
}

/** Pages that say "not found" may differ each time; a host may carry our query string along when it redirects. */
function isSame(answer: AnsweredSite, now: AnsweredSite): boolean {
  if (answer.status !== now.status) return false
  if (answer.location !== undefined && now.location !== undefined) {
    const [there, here] = [new URL(answer.location), new URL(now.location)]
    return there.host === here.host && there.pathname === here.pathname
  }
  return answer.status >= 400 || answer.digest === now.digest
}

function createVerdict(check: Check, answer: SiteAnswer): MakeVerdict {
  const { cacheStatus, colo } =
    answer.kind === 'answered' ? answer : { cacheStatus: undefined, colo: undefined }
  return (kind, why, origin = 'unasked') => ({ ...check, kind, cacheStatus, colo, why, origin })
}
