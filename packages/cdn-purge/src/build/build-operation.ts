import type { Operation } from '../operation.ts'
import type { ResolvedOptions } from '../options/options.ts'
import { extraLines } from '../report/report-outcome.ts'
import type { Reporter } from './build-result.ts'

/** Gives an operation that tells what it does through the bundler's own channel. */
export function buildOperation(
  options: ResolvedOptions,
  env: Operation['env'],
  reporter: Reporter,
): Operation {
  return {
    options,
    env,
    onEvent(event) {
      if (event.kind === 'note') {
        const { code, text } = event.note
        if (code === 'unrecorded-build') reporter.warn(`cdn-purge: ${text}`)
        else reporter.info(`cdn-purge: ${text}`)
      }
      if (event.kind === 'extra') {
        reporter.info(`cdn-purge: ${extraLines([event]).join('\n')}`)
      }
      if (event.kind === 'waiting') {
        const left = Math.ceil((event.ofMs - event.waitedMs) / 1000)
        reporter.info(`cdn-purge: waiting for this build to be live, ${left} s left`)
      }
    },
  }
}
