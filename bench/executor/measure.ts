import { createCloudflare, createCloudflarePurger, resolveTarget } from '@cdn-purge/cloudflare'
import {
  createExecutor,
  type ExecutionEvent,
  type PlanRequest,
  type PurgeBatch,
  type Purger,
  type RateLimits,
} from '@cdn-purge/core'
import { startEdge, type Plan } from '@cdn-purge/edge'
import { createVirtualTime, type VirtualTime } from '../../packages/core/test/virtual-time.ts'

/** What is sent: exact URLs, or prefixes that purge and invalidate in turn. */
export type Kind = 'files' | 'keys'

export interface Case {
  readonly plan: Plan
  readonly kind: Kind
  /** Whether somebody else takes every second token, all the time. */
  readonly hasRival: boolean
}

export interface Measured extends Case {
  readonly requests: number
  readonly targets: number
  /** Seconds that nobody could do better than, from full buckets: at half the rate with a rival. */
  readonly optimum: number
  readonly seconds: number
  /** Requests of its own that the rate limit refused. */
  readonly refusals: number
  readonly accepted: number
}

/** A request takes this long to arrive, and its answer to come. */
const ONE_WAY_MS = 100

/** So long the optimum is about to be, beyond what full buckets give at once. */
const SECONDS = 30

/** A rival who was refused comes again after this time. */
const RIVAL_RETRY_MS = 100

/** Sends a load through the real client to the edge, on a clock that is set forward whenever all wait. */
export async function measure({ plan, kind, hasRival }: Case): Promise<Measured> {
  const time = createVirtualTime(Date.parse('2030-01-01T00:00:00Z'))
  const edge = await startEdge({
    sites: [{ host: 'www.example.com', origin: 'http://127.0.0.1:9' }],
    zones: [{ name: 'example.com', plan }],
    clock: time.now,
  })
  const client = createCloudflare({
    credentials: { kind: 'token', token: 'a-token' },
    baseURL: edge.apiUrl,
    sleep: time.sleep,
    now: time.now,
  })
  let open = 0
  let refusals = 0
  try {
    const target = await resolveTarget(client, { zone: 'example.com' })
    const real = createCloudflarePurger({ client, target })
    // The clock must not go on while something real is under way.
    const counted: Purger['send'] = async (action, batch) => {
      open++
      try {
        return await real.send(action, batch)
      } finally {
        open--
      }
    }
    const purger: Purger = {
      ...real,
      async send(action, batch) {
        await time.sleep(ONE_WAY_MS)
        try {
          return await counted(action, batch)
        } catch (error) {
          refusals++
          throw error
        } finally {
          await time.sleep(ONE_WAY_MS)
        }
      },
    }
    if (!real.rates) throw new Error('The rates of the plan are not known.')
    const load = loadFor(kind, real.rates, hasRival)
    const rival = new AbortController()
    if (hasRival) void drawHalf(counted, { ...load, time, signal: rival.signal })
    const before = time.now()
    const executor = createExecutor(purger, { now: time.now, sleep: time.sleep })
    const sent = collect(executor.execute([load.requests]))
    const events = await time.run(sent, () => open > 0)
    const seconds = (time.now() - before) / 1000
    rival.abort()
    const accepted = events.flatMap((event) =>
      event.kind === 'accepted' ? event.request.targets : [],
    )
    return {
      plan,
      kind,
      hasRival,
      requests: load.requests.length,
      targets: load.requests.reduce((sum, { targets }) => sum + targets.length, 0),
      optimum: load.optimum,
      seconds,
      refusals,
      accepted: new Set(accepted).size,
    }
  } finally {
    await client.close()
    await edge.close()
  }
}

interface Load {
  readonly requests: readonly PlanRequest[]
  readonly optimum: number
  /** What a rival sends, and how often to have half of the rate. */
  readonly rivalBatch: PurgeBatch
  readonly rivalEveryMs: number
}

function loadFor(kind: Kind, { keys, files }: RateLimits, hasRival: boolean): Load {
  const share = hasRival ? 0.5 : 1
  if (kind === 'keys') {
    // Free gives a request every 12 seconds, which takes minutes to be a load at all.
    const more = Math.max(SECONDS * keys.perSecond, 20)
    const count = Math.ceil(keys.bucket + more)
    return {
      requests: Array.from({ length: count }, (_, index) => ({
        action: index % 2 === 0 ? 'purge' : 'invalidate',
        by: 'prefixes',
        targets: [`www.example.com/${index}`],
        reason: 'bench',
      })),
      optimum: (count - keys.bucket) / (keys.perSecond * share),
      rivalBatch: { by: 'prefixes', targets: ['www.example.com/rival'] },
      rivalEveryMs: 1000 / (keys.perSecond / 2),
    }
  }
  const { urlsPerSecond, maxPerRequest } = files
  const count = Math.ceil(((SECONDS + 1) * urlsPerSecond) / maxPerRequest)
  return {
    requests: Array.from({ length: count }, (_, index) => ({
      action: 'purge',
      by: 'files',
      targets: urls(maxPerRequest, `${index}`),
      reason: 'bench',
    })),
    optimum: (count * maxPerRequest - urlsPerSecond) / (urlsPerSecond * share),
    rivalBatch: { by: 'files', targets: urls(maxPerRequest, 'rival') },
    rivalEveryMs: (maxPerRequest / (urlsPerSecond / 2)) * 1000,
  }
}

function urls(count: number, folder: string): string[] {
  return Array.from({ length: count }, (_, index) => `https://www.example.com/${folder}/${index}`)
}

async function drawHalf(
  send: Purger['send'],
  rival: Pick<Load, 'rivalBatch' | 'rivalEveryMs'> & {
    readonly time: VirtualTime
    readonly signal: AbortSignal
  },
): Promise<void> {
  const { rivalBatch, rivalEveryMs, time, signal } = rival
  for (let next = time.now(); !signal.aborted; next += rivalEveryMs) {
    await time.sleep(Math.max(0, next - time.now()), signal)
    while (!signal.aborted) {
      try {
        await send('purge', rivalBatch)
        break
      } catch {
        await time.sleep(RIVAL_RETRY_MS, signal)
      }
    }
  }
}

async function collect(events: AsyncIterable<ExecutionEvent>): Promise<ExecutionEvent[]> {
  const all: ExecutionEvent[] = []
  for await (const event of events) all.push(event)
  return all
}
