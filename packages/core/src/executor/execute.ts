import { PurgeError, type PurgeErrorCode } from '../errors.ts'
import type { Note } from '../note.ts'
import type { PlanRequest } from '../plan/plan-format.ts'
import type { Limits, Purger } from '../purger.ts'
import { naming, takes, toldMs } from './answered.ts'
import { narrowLimits, type ExecutionEvent, type Learned } from './events.ts'
import { createSupply } from './supply.ts'
import { createTraffic, type Answer } from './traffic.ts'
import { countTargets, createWorkList, sliceRequest } from './work-list.ts'

/** Sends what plans ask for, as fast as the purger's rate allows and no faster; all that it sends draws from one supply. */
export interface Executor {
  /** What the purger takes, with what was learned so far. */
  readonly limits: Limits
  /** What it found out itself; a new object whenever there is more. */
  readonly learned: Learned

  /**
   * Sends the requests, phase by phase: a phase begins once every request of the one before has its outcome. What is under way
   * when the signal is aborted still ends; nothing more is sent.
   */
  execute(
    phases: readonly (readonly PlanRequest[])[],
    signal?: AbortSignal,
  ): AsyncGenerator<ExecutionEvent, void, undefined>
}

export interface ExecutorOptions {
  /** Milliseconds on a clock that nobody sets. */
  readonly now: () => number
  /** Ends early, without an error, once the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** What earlier runs learned. */
  readonly learned?: Learned
}

/** Requests under way at once: enough for 50 a second that take nearly a second each. */
const MAX_UNDER_WAY = 48

/** After these every further request would fail the same way. */
const HOPELESS: ReadonlySet<PurgeErrorCode> = new Set<PurgeErrorCode>([
  'api-unreachable',
  'bad-credentials',
  'rate-limited',
  'url-refused',
])

/** For so long nothing may be accepted while the rate is said to be the reason; then it gives up. */
const PATIENCE_MS = 600_000

/** Shorter waits are not worth a word, in ms. */
const TOLD_FROM_MS = 1_000

/** So often one execution cuts a request in two to find the target that is refused. */
const MAX_CUTS = 64

/** Makes the executor of one purger. */
export function createExecutor(purger: Purger, options: ExecutorOptions): Executor {
  const { now, sleep } = options
  const supply = createSupply(purger.rates, now())
  let limits = narrowLimits(purger.limits, options.learned ?? {})
  let learned: Learned = {}
  // One request alone at first, and after each pause: what it meets tells whether others would meet it too.
  let most = 1
  let isShared = false

  function learn(more: Learned): void {
    learned = { ...learned, ...more }
    limits = narrowLimits(limits, more)
  }

  async function* execute(
    phases: readonly (readonly PlanRequest[])[],
    signal?: AbortSignal,
  ): AsyncGenerator<ExecutionEvent, void, undefined> {
    const work = createWorkList(phases, () => limits)
    const traffic = createTraffic(purger, { supply, now, sleep })
    const total = phases.flat().reduce((sum, request) => sum + countTargets(request), 0)
    let done = 0
    let isHopeless = false
    let cuts = 0
    let waitingSince: number | undefined

    function progress(): ExecutionEvent {
      return { kind: 'progress', done, total, ...supply.forecast(work.rest(), now()) }
    }

    function fail(request: PlanRequest, error: PurgeError): ExecutionEvent[] {
      done += countTargets(request)
      isHopeless ||= HOPELESS.has(error.code)
      return [{ kind: 'failed', request, error }, progress()]
    }

    function exhausted({ request, taken, at }: Answer, error: PurgeError): ExecutionEvent[] {
      const { waitMs, isNews } = supply.exhausted(taken, toldMs(error), at)
      waitingSince ??= at
      if (at + waitMs - waitingSince > PATIENCE_MS) return fail(request, error)
      most = 1
      work.putBack(request)
      const isFirst = isNews && !isShared
      isShared ||= isNews
      return [...(isFirst ? [{ kind: 'note', note: SHARED } as const] : []), progress()]
    }

    function tooMany(request: PlanRequest, error: PurgeError): ExecutionEvent[] {
      const count = countTargets(request)
      const key = request.by === 'files' ? 'maxUrls' : 'maxKeys'
      const next = Math.min(limits[key], Math.max(takes(error), Math.floor(count / 2)))
      if (next >= count) return fail(request, error)
      const isNews = next < limits[key]
      work.putBack(request)
      if (!isNews) return []
      learn({ [key]: next })
      work.relimit()
      return [{ kind: 'note', note: smaller(next, request.by) }]
    }

    function targetRefused(request: PlanRequest, error: PurgeError): ExecutionEvent[] {
      const count = countTargets(request)
      if (count === 1 || cuts === MAX_CUTS) return fail(request, naming(request, error))
      cuts++
      const half = Math.ceil(count / 2)
      work.putBack(sliceRequest(request, 0, half), sliceRequest(request, half))
      return []
    }

    function judge(answer: Answer): ExecutionEvent[] {
      const { request, taken, at, said } = answer
      if (said.kind === 'broken') throw said.error
      if (said.kind === 'accepted') {
        supply.accepted(taken, at)
        waitingSince = undefined
        most = MAX_UNDER_WAY
        done += countTargets(request)
        return [{ kind: 'accepted', request, receipt: said.receipt }, progress()]
      }
      const { error } = said
      if (error.code === 'rate-limited') return exhausted(answer, error)
      supply.refused(taken, at)
      if (error.code === 'too-many-targets') return tooMany(request, error)
      if (error.code === 'target-refused') return targetRefused(request, error)
      if (error.code === 'url-refused') learn({ acceptsUrls: false })
      return fail(request, error)
    }

    function isOver(): boolean {
      return isHopeless || signal?.aborted === true
    }

    function roomMs(): number {
      const next = work.peek()
      if (!next || isOver() || traffic.underWay() >= most) return Infinity
      return supply.waitMs(next, now())
    }

    if (total > 0) yield progress()
    for (;;) {
      if (traffic.underWay() === 0 && isOver()) {
        for (const request of work.takeAll()) yield { kind: 'not-sent', request }
      }
      if (!work.peek() && traffic.underWay() === 0 && !work.nextPhase()) return
      const waitMs = roomMs()
      const next = waitMs === 0 ? work.take() : undefined
      if (next) {
        traffic.send(next)
        continue
      }
      if (traffic.underWay() === 0 && !work.peek()) continue
      if (waitMs >= TOLD_FROM_MS && waitMs !== Infinity) yield progress()
      // Whole milliseconds, as timers count; what that adds is not lost, the supply grows meanwhile.
      const answer = await traffic.next(Math.ceil(waitMs), signal)
      if (answer) yield* judge(answer)
    }
  }

  return {
    get limits() {
      return limits
    },
    get learned() {
      return learned
    },
    execute,
  }
}

const SHARED: Note = {
  code: 'rate-shared',
  text: 'The rate limit was reached although this run stays below it, so others draw from the supply of the same account: it goes on more slowly.',
}

function smaller(most: number, by: PlanRequest['by']): Note {
  const what = by === 'files' ? 'URLs' : by
  return {
    code: 'smaller-requests',
    text: `More than ${most} ${what} in one request were refused as too many: it goes on with ${most}.`,
  }
}
