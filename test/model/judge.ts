import type { PurgeBatch } from '@cdn-purge/core'
import type { Result } from '../../packages/cdn-purge/src/report/result.ts'
import { isAddress, isSameAddresses } from './addresses.ts'
import { READING, isWide, type Job } from './deployer.ts'
import { ADDRESSES, ALL_URLS, WWW, isFingerprinted, pathOf, serve, textOf } from './host.ts'
import { meantBy } from './place.ts'
import { answersOf, piecesOf } from './pieces.ts'

/** Says what is wrong with a purge: an address that no history that fits the records makes stale. */
export function judgePurge(job: Job, batch: PurgeBatch): string | undefined {
  const { before, truth, addresses } = job
  if (READING.has(job.work)) return `${job.work} purges`
  if (job.work === 'run for everything') return undefined
  // Then everything may have to go.
  if (before.isInDoubt || truth.damages > 0 || truth.hasStrays()) return undefined
  if (
    [...before.addresses, ...truth.held().map((deploy) => deploy.addresses)].some(
      (each) => !isSameAddresses(each, addresses),
    )
  )
    return undefined
  const { refusesUrls, isSinglePage } = truth.place.quirks
  const stale = staleUrls(job)
  const isWhole = (isSinglePage || refusesUrls) && stale.includes(`${WWW}/`)
  const wrong = meantBy(batch).find((url) => {
    if (stale.includes(url) || (isWhole && url.startsWith(WWW))) return false
    // Where exact addresses are refused, all below goes with them.
    const isBelow = stale.some((each) => url.startsWith(`${each.replace(/\/$/, '')}/`))
    return !(refusesUrls && isBelow)
  })
  return wrong === undefined
    ? undefined
    : `${wrong} is purged (${batch.by}), and no history that fits the records makes it stale`
}

function staleUrls({ before, next, truth }: Job): string[] {
  const { isSinglePage } = truth.place.quirks
  const pieces = piecesOf([...before.builds, ...truth.held().flatMap(({ files }) => files)])
  return ALL_URLS.filter((url) => {
    if (truth.isOwed(url)) return true
    const path = pathOf(url) ?? ''
    const texts = pieces.texts.get(path)
    const isKept = isFingerprinted(path) && !next.has(path) && texts?.size === 1
    const wanted = textOf(serve(next, url, isSinglePage))
    return [...answersOf(pieces, url, isSinglePage)].some(
      (text) => text !== wanted && !(isKept && texts.has(text.slice('200 '.length))),
    )
  })
}

/** Says what is wrong with what a run says of itself. */
export function judgeResult(job: Job, result: Result): string | undefined {
  if (job.work === 'verify') return judgeVerified(job, result)
  if (result.kind === 'fresh') {
    const [outdated] = job.outdated ?? []
    if (job.outdated === undefined) return 'fresh is said, and nothing was settled'
    if (outdated !== undefined) return `fresh is said, but ${outdated}`
    // Damage may take the end from a deploy that somebody began.
    const isExplained = wasBegun(job) || job.truth.damages > 0 || job.plans.some(isWide)
    return isExplained ? undefined : 'fresh is said of a build that nobody began'
  }
  if (result.kind !== 'unproven') return undefined
  const wrong = result.reasons.find(({ code }) => !isTrue(job, code))
  return wrong && `unproven because of "${wrong.code}", which is not so: ${wrong.text}`
}

/** Somebody recorded the build in time, before the run or while it started. */
function wasBegun({ before, truth, build, addresses, startedAt }: Job): boolean {
  const since = [...truth.deploys.values()].filter(
    (deploy) =>
      !deploy.isLate &&
      deploy.startedAt >= startedAt &&
      deploy.builds.has(build) &&
      isSameAddresses(deploy.addresses, addresses),
  )
  return before.begun.length + since.length > 0
}

/** Whoever looks at every file finds what is stale. */
function judgeVerified(
  { truth, verified, addresses, faults }: Job,
  { kind }: Result,
): string | undefined {
  if (kind !== 'fresh' || faults > 0) return undefined
  const recorded = [...truth.deploys.values()].filter(({ builds }) => builds.has(verified ?? ''))
  const texts = piecesOf(recorded.flatMap(({ files }) => files)).texts
  const wrong = [...texts].find(([path, known]) => {
    const copies = (ADDRESSES.get(path) ?? [])
      .filter((url) => isAddress(url, addresses))
      .flatMap((url) => truth.place.copies().get(url) ?? [])
    return copies.length > 0 && copies.every(({ answer }) => !known.has(answer.body))
  })
  return wrong && `verify says fresh, and every copy of "${wrong[0]}" is another build's`
}

/** Whether a reason for doubt is a fact. */
function isTrue(
  { before, faults, truth, next, plans, wasIgnored, settled }: Job,
  code: string,
): boolean {
  const { quirks } = truth.place
  switch (code) {
    case 'not-begun':
      // Another run of the same build may have settled it since, and damage may take the record.
      return (
        truth.damages > 0 || before.begun.every(({ id, ended }) => ended !== 'no' && id !== settled)
      )
    case 'left-over':
      return truth.damages > 0
    case 'stays-owed':
      return settled === undefined
    case 'stable-only':
      return truth.isInDoubt || before.isInDoubt || plans.some((plan) => !isWide(plan))
    case 'not-verified':
    case 'not-arrived':
    case 'not-gone':
      return (
        faults > 0 ||
        !quirks.isReached ||
        quirks.ignoresQuery ||
        wasIgnored ||
        truth.pushes() > before.pushes ||
        ALL_URLS.some(
          (url) =>
            textOf(truth.place.origin(url)) !== textOf(serve(next, url, quirks.isSinglePage)),
        )
      )
    default:
      return false
  }
}
