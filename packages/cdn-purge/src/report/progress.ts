import { countOf, type ExecutionProgress } from '@cdn-purge/core'
import { printable } from '../cli/printable.ts'
import type { Output } from '../cli/terminal.ts'
import type { OperationEvent } from '../operation.ts'
import { describeLive } from '../site/probe-answer.ts'

/** Shows how far an operation is. */
export interface Progress {
  show(event: OperationEvent): void
  /** Takes a rewritten line away, so that other text can be written; the next event brings it back. */
  clear(): void
}

/** `bar`: one line, rewritten. `lines`: a line at each tenth. */
export type ProgressStyle = 'bar' | 'lines' | 'none'

const BAR_WIDTH = 24
const WORTH_A_WORD_MS = 1_000
const WAITING_LINE_EVERY_MS = 30_000

/** Makes a progress display that writes to `output`. */
export function createProgress(output: Output, style: ProgressStyle): Progress {
  let isShown = false
  let lastStep: string | undefined

  function clear(): void {
    if (isShown) output.write('\r\u001B[2K')
    isShown = false
  }

  return {
    clear,
    show(event) {
      const said = progressText(event)
      if (said === undefined || style === 'none') return
      const text = printable(said)
      if (style === 'bar') {
        clear()
        output.write(cut(`${bar(event)}${text}`, output.columns || 80))
        isShown = true
        return
      }
      const step = progressStep(event)
      if (step !== lastStep) output.write(`${text}\n`)
      lastStep = step
    },
  }
}

/** Gives the sentence for an event, or undefined for one that is no step of a longer way. */
export function progressText(event: OperationEvent): string | undefined {
  switch (event.kind) {
    case 'waiting': {
      const { waitedMs, ofMs, answer } = event
      return `Waiting until the build is live, ${seconds(waitedMs)} of ${seconds(ofMs)} (${describeLive(answer)})`
    }
    case 'sending':
      return `Purging, ${event.done} of ${countOf(event.total, 'target')}${pace(event)}`
    case 'checked':
      return `Checking, ${event.done} of ${countOf(event.total, 'URL')}`
    case 'note':
    case 'planned':
    case 'live':
    case 'sent':
    case 'extra':
      return undefined
    default: {
      const never: never = event
      return never
    }
  }
}

/** Two events with the same step need only one line: a tenth of the way, or half a minute of waiting. */
function progressStep(event: OperationEvent): string {
  if (event.kind === 'waiting') {
    return `waiting ${Math.floor(event.waitedMs / WAITING_LINE_EVERY_MS)}`
  }
  const { done, total } = 'done' in event ? event : { done: 0, total: 0 }
  return `${event.kind} ${total === 0 ? 0 : Math.floor((done / total) * 10)}`
}

function bar(event: OperationEvent): string {
  if (!('done' in event) || event.total === 0) return ''
  const filled = Math.round((event.done / event.total) * BAR_WIDTH)
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}] `
}

/** What is left to wait for, from where it is worth a word. */
function pace({ remainingMs, perSecond }: ExecutionProgress): string {
  if (remainingMs < WORTH_A_WORD_MS) return ''
  const rate = perSecond === undefined ? '' : ` at ${rateText(perSecond)}`
  return `, ${seconds(remainingMs)} left${rate}`
}

function rateText(perSecond: number): string {
  return perSecond < 1
    ? `${Math.round(perSecond * 60)} a minute`
    : `${Math.round(perSecond)} a second`
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`
}

/** A line that wraps could not be rewritten. */
function cut(text: string, columns: number): string {
  return text.length < columns ? text : `${text.slice(0, Math.max(0, columns - 2))}…`
}
