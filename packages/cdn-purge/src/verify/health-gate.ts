import { createUrls, isEvicted, type Manifest, type Plan } from '@cdn-purge/core'
import type { Means } from '../means.ts'
import type { SiteClient } from '../site/site-client.ts'

export interface HealthGateMeans {
  readonly client: SiteClient
  readonly sleep: Means['sleep']
  readonly signal: AbortSignal | undefined
}

/** So many changed URLs are asked for. */
const QUESTIONS = 5

/** One error may be an accident of the moment, in ms until it is asked again. */
const PAUSE_MS = 500

/**
 * Says which changed URL the origin answers with an error, if any: a purge would replace a stale page by one. An origin that cannot
 * be asked is no reason to stop.
 */
export async function findFailure(
  { changes, site }: Plan,
  manifest: Manifest,
  { client, sleep, signal }: HealthGateMeans,
): Promise<string | undefined> {
  const paths = changes
    .filter((change) => isEvicted(change) && manifest.assets.has(change.path))
    .map(({ path }) => path)
  const urlsOf = createUrls(site, (path) => manifest.assets.has(path))
  const step = Math.max(1, Math.ceil(paths.length / QUESTIONS))
  for (const path of paths.filter((_, index) => index % step === 0)) {
    const url = urlsOf(path)[0]
    if (url === undefined) continue
    const failing = async () => {
      const answer = await client.askOrigin(url, signal)
      const isChallenge = answer.kind === 'answered' && answer.mitigated === 'challenge'
      return answer.kind === 'answered' && answer.status >= 500 && !isChallenge
        ? answer.status
        : undefined
    }
    if ((await failing()) === undefined) continue
    await sleep(PAUSE_MS, signal)
    const status = await failing()
    if (status !== undefined) return `${url} answers ${status}`
  }
  return undefined
}
