import type { Executor, PlanRequest } from '@cdn-purge/core'
import { fullPathPrefix } from '../purge/full-path-prefix.ts'
import { meansOf } from '../means.ts'
import type { Operation } from '../operation.ts'
import type { ExtraReason } from '../purge/extra-reason.ts'
import { sendExtra } from '../purge/send-extra.ts'
import type { Check, Verdict } from './verdict.ts'

export interface HealMeans {
  readonly executor: Executor
  /** Looks at URLs again. */
  readonly look: (checks: readonly Check[]) => Promise<readonly Verdict[]>
  /** False where only targets of a reviewed plan may be purged. */
  readonly mayWiden: boolean
}

/** No more URLs are purged again than this: where so many stayed, something else is wrong. */
const MAX_URLS = 1_000

/** After this time nothing further is tried, in ms. */
const MAX_MS = 60_000

/** A purge needs a moment to reach every data centre, in ms. */
const PAUSE_MS = 250

/**
 * Purges what stayed stale once more, exactly, and then with all its variants by the prefix that is its full path; gives the last
 * verdict of each. What the origin itself has wrong no purge can heal.
 */
export async function heal(
  operation: Operation,
  verdicts: readonly Verdict[],
  { executor, look, mayWiden }: HealMeans,
): Promise<readonly Verdict[]> {
  const { elapsed, sleep } = meansOf(operation)
  const began = elapsed()
  const last = new Map(verdicts.map((verdict) => [verdict.url, verdict]))
  for (const [why, requestsFor] of STEPS) {
    const stale = [...last.values()].filter(isHealable).slice(0, MAX_URLS)
    const urls = stale.map(({ url }) => url)
    const requests = requestsFor(urls, executor)
    if (requests.length === 0 || (why === 'heal-variants' && !mayWiden)) continue
    if (elapsed() - began > MAX_MS || operation.signal?.aborted) break
    const outcomes = await sendExtra(operation, executor, { why, requests })
    if (!outcomes.some(({ kind }) => kind === 'accepted')) continue
    await sleep(PAUSE_MS, operation.signal)
    for (const verdict of await look(stale)) last.set(verdict.url, verdict)
  }
  return [...last.values()]
}

function isHealable({ kind, origin }: Verdict): boolean {
  return kind === 'stale' && origin !== 'older-build'
}

type RequestsFor = (urls: readonly string[], executor: Executor) => PlanRequest[]

const STEPS: readonly (readonly [ExtraReason, RequestsFor])[] = [
  [
    'heal-exactly',
    (urls, { limits }) =>
      limits.acceptsUrls
        ? chunk(urls, limits.maxUrls).map((targets) => ({
            action: 'purge',
            by: 'files',
            targets,
            reason: 'still stale after the purge',
          }))
        : [],
  ],
  [
    'heal-variants',
    (urls, { limits }) =>
      // The home page's full path is the whole host: that much is not purged for one page.
      chunk([...new Set(urls.flatMap((url) => fullPathPrefix(url) ?? []))], limits.maxKeys).map(
        (targets) => ({
          action: 'purge',
          by: 'prefixes',
          targets,
          reason: 'still stale after an exact purge',
        }),
      ),
  ],
]

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
