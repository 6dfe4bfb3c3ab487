import type { Note } from '@cdn-purge/core'
import type { Deployment } from '../plan/deployment.ts'
import type { Verdict } from '../verify/verdict.ts'
import type { Stranger } from '../site/wait-for-live.ts'

/**
 * Records durably that the records do not explain all that the edge may hold. It is a deploy of its own, closed at once, as records
 * are never edited; the settle that answers the doubt covers it.
 */
export async function recordDoubt(
  {
    ledger,
    manifest,
    site,
    markerPath,
  }: Pick<Deployment, 'ledger' | 'manifest' | 'site' | 'markerPath'>,
  doubt: Note,
): Promise<void> {
  const deploy = await ledger.begin({
    manifest,
    site,
    marker: markerPath,
    options: {},
    doubts: [doubt],
  })
  await ledger.close(deploy)
}

/** Words that a build was live that nobody recorded, while another was waited for. */
export function seenLive(strangers: readonly Stranger[]): Note {
  const text = `While the deploy was waited for, something was live of which there is no record: ${strangers.map(({ what }) => what).join('; ')}.`
  return { code: 'unrecorded-build', text }
}

/** Words that copies of a build that nobody recorded were found. */
export function seenStale(strange: readonly Verdict[]): Note {
  const urls = strange.map(({ url }) => url).slice(0, 3)
  const text = `The edge held what no recorded build explains, under URLs that no build changed: ${urls.join(', ')}. A build was live that nobody recorded.`
  return { code: 'unrecorded-build', text }
}
