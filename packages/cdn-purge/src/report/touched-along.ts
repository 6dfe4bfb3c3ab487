import { countOf, type PlanStats } from '@cdn-purge/core'
import { formatBytes } from './format-bytes.ts'

/** Words which unchanged copies a plan may touch, before or after it was sent; undefined where there are none. */
export function touchedAlong(stats: PlanStats, when: 'before' | 'after'): string | undefined {
  const be = when === 'before' ? 'be' : 'have been'
  const parts = [
    part(stats.purgedUnchangedUrls, stats.purgedUnchangedBytes, `may ${be} purged along`),
    part(
      stats.invalidatedUnchangedUrls,
      stats.invalidatedUnchangedBytes,
      `may ${be} marked stale along`,
    ),
  ].filter((text) => text !== undefined)
  return parts.length > 0 ? parts.join('; ') : undefined
}

function part(urls: number, bytes: number, what: string): string | undefined {
  return urls > 0 ? `${countOf(urls, 'unchanged URL')} (${formatBytes(bytes)}) ${what}` : undefined
}
