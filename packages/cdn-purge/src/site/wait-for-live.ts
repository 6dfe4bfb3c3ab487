import { meansOf, type Means } from '../means.ts'
import type { Operation } from '../operation.ts'
import type { ProbeAnswer } from './probe-answer.ts'
import { probe, type ProbeInput, type ProbeMeans } from './probe.ts'

/** So many answers in a row must say that this build is live: a rolling deploy shows by one that does not. */
export const AGREEING_ANSWERS = 3

/** The wait between two questions, in ms: it grows by half each time, up to the second one. */
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 10_000

/** Between two answers that agree, in ms. */
const AGREEING_PAUSE_MS = 100

export interface WaitedForLive {
  readonly answer: ProbeAnswer
  /** What was live meanwhile although no record explains it. */
  readonly strangers: readonly Stranger[]
}

/** A build that was live and that no record of what the edge may hold explains. */
export interface Stranger {
  /** Its id, where a marker named it. */
  readonly build?: string
  /** For people: `build 1a2b3c4d5e6f`. */
  readonly what: string
}

export interface AgreeMeans extends ProbeMeans {
  readonly sleep: Means['sleep']
}

/** Asks until this build is live or `waitForLive` has passed, and gives the last answer. */
export async function waitForLive(
  operation: Operation,
  input: ProbeInput,
  means: AgreeMeans,
): Promise<WaitedForLive> {
  const { options, onEvent, signal } = operation
  const { elapsed } = meansOf(operation)
  const began = elapsed()
  const strangers = new Map<string, Stranger>()
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const answer = await agreedProbe(input, means)
    const stranger = strangerIn(answer)
    if (stranger) strangers.set(stranger.what, stranger)
    const waitedMs = Math.round(elapsed() - began)
    if (answer.kind === 'this') {
      onEvent({ kind: 'live', way: means.client.originWay })
      return { answer, strangers: [...strangers.values()] }
    }
    const leftMs = options.waitForLiveMs - waitedMs
    if (leftMs <= 0 || signal?.aborted) return { answer, strangers: [...strangers.values()] }
    onEvent({ kind: 'waiting', answer, waitedMs, ofMs: options.waitForLiveMs })
    await means.sleep(Math.min(pause, leftMs), signal)
  }
}

/** Asks until so many answers in a row agree that this build is live, or one does not. */
export async function agreedProbe(input: ProbeInput, means: AgreeMeans): Promise<ProbeAnswer> {
  for (let agreeing = 1; ; agreeing++) {
    const answer = await probe(input, means)
    if (answer.kind !== 'this') return agreeing === 1 ? answer : nowOtherwise(answer)
    if (agreeing === AGREEING_ANSWERS) return answer
    await means.sleep(AGREEING_PAUSE_MS, means.signal)
  }
}

/** Another build right after this one: both are served, by turns. */
function nowOtherwise(answer: Exclude<ProbeAnswer, { kind: 'this' }>): ProbeAnswer {
  switch (answer.kind) {
    case 'other': {
      const why = `this build and build ${answer.build.slice(0, 12)} answer by turns`
      return { kind: 'mixed', why }
    }
    case 'stranger':
      return { kind: 'mixed', why: `this build and another answer by turns; ${answer.why}` }
    case 'mixed':
    case 'unknown':
      return answer
    default: {
      const never: never = answer
      return never
    }
  }
}

function strangerIn(answer: ProbeAnswer): Stranger | undefined {
  if (answer.kind === 'other' && !answer.isKnown) {
    return { build: answer.build, what: `build ${answer.build.slice(0, 12)}` }
  }
  return answer.kind === 'stranger' ? { what: answer.why } : undefined
}
