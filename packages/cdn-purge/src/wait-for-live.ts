import { setTimeout as sleep } from 'node:timers/promises'
import type { Operation } from './operation.ts'
import { probe, type ProbeAnswer, type ProbeInput } from './probe.ts'
import type { SiteClient } from './site-client.ts'

/** The wait between two questions, in ms: it grows by half each time, up to the second one. */
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 10_000

/** Asks until this build is live or `waitForLive` has passed, and gives the last answer. */
export async function waitForLive(
  operation: Operation,
  input: ProbeInput,
  client: SiteClient,
): Promise<ProbeAnswer> {
  const { options, onEvent, signal } = operation
  const began = performance.now()
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const answer = await probe(input, client, signal)
    const waitedMs = Math.round(performance.now() - began)
    if (answer.kind === 'this') {
      onEvent({ kind: 'live', way: client.originWay })
      return answer
    }
    const leftMs = options.waitForLiveMs - waitedMs
    if (leftMs <= 0 || signal?.aborted) return answer
    onEvent({ kind: 'waiting', answer, waitedMs, ofMs: options.waitForLiveMs })
    await sleep(Math.min(pause, leftMs), undefined, { signal }).catch(() => undefined)
  }
}
