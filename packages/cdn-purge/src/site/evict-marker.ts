import type { Executor } from '@cdn-purge/core'
import type { Operation } from '../operation.ts'
import { sendExtra } from '../purge/send-extra.ts'

/** More often than this the marker's URL is not purged in one run. */
const MAX_TIMES = 60

/**
 * Gives what purges the marker's own URL, where the edge answers it out of its cache whatever the query string: the one purge
 * before the build is live, and of this URL only.
 */
export function createMarkerEviction(
  operation: Operation,
  executor: Executor,
): (url: string) => Promise<void> {
  let times = 0
  return async (url) => {
    if (times === MAX_TIMES) return
    times++
    const request = {
      action: 'purge',
      by: 'files',
      targets: [url],
      reason: 'the edge ignores query strings, and the marker must be asked past its cache',
    } as const
    await sendExtra(operation, executor, { why: 'ask-marker', requests: [request] })
  }
}
