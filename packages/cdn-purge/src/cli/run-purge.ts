import type { PurgeOutcome } from '@cdn-purge/core'
import type { Operation, OperationEvent } from '../operation.ts'
import type { ResolvedOptions } from '../options/options.ts'
import { extraLines, outcomeLines, verdictLines } from '../report/report-outcome.ts'
import { planLines } from '../report/report-plan.ts'
import { exitCode, resultLine, type Result } from '../report/result.ts'
import type { Verdict } from '../verify/verdict.ts'
import type { CommandContext } from './command.ts'
import { errorFields } from './error-lines.ts'
import { createObserved, type Observed } from './observed.ts'

/** Notes that no plan repeats, or that say why another plan follows. */
const AT_ONCE: ReadonlySet<string> = new Set(['unrecorded-build', 'live-unknown'])

/** Gives an operation whose steps are told as they happen. */
export function createOperation(
  options: ResolvedOptions,
  { flags, terminal, signal, speaker }: CommandContext,
  observe: (event: OperationEvent) => void = () => {},
): Operation {
  return {
    options,
    env: terminal.env,
    signal,
    dryRun: flags.get('dry-run')?.at(-1) === true,
    onEvent(event) {
      observe(event)
      // What the report repeats nowhere is part of it; all else is told beside it.
      if (event.kind === 'note' && AT_ONCE.has(event.note.code)) {
        speaker.lines([`! ${event.note.text}`])
      } else speaker.progress(event)
    },
  }
}

/** Runs what purges (`run`, `apply`, `deploy`), tells what came of it, and gives the exit code. */
export async function runPurge(
  options: ResolvedOptions,
  context: CommandContext,
  purge: (operation: Operation) => Promise<Result>,
): Promise<number> {
  const { flags, speaker } = context
  const all = { all: flags.get('all')?.at(-1) === true }
  const observed = createObserved()
  const operation = createOperation(options, context, (event) => {
    observed.observe(event)
    if (event.kind === 'planned') speaker.lines([...planLines(event.plan, all), ''])
  })
  const result = await purge(operation)
  const { outcomes, extras, verdicts } = observed
  speaker.lines([
    ...outcomeLines(outcomes),
    ...extraLines(extras),
    ...verdictLines(verdicts(), all),
  ])
  speaker.json(purgeObject(context.name, result, observed, operation.dryRun === true))
  speaker.last(resultLine(result))
  return exitCode(result, options.requireProof)
}

function purgeObject(
  command: string,
  result: Result,
  { notes, plans, outcomes, extras, verdicts }: Observed,
  dryRun: boolean,
): unknown {
  return {
    version: 1,
    command,
    dryRun,
    result,
    plan: plans.at(-1),
    outcomes: outcomes.map(outcomeObject),
    extra: extras.map(({ why, outcome }) => ({ why, ...outcomeObject(outcome) })),
    checked: checkedObject(verdicts()),
    notes,
  }
}

/** Gives counts of what was right, and all that was not. */
export function checkedObject(verdicts: readonly Verdict[]): unknown {
  const of = (kind: Verdict['kind']) => verdicts.filter((verdict) => verdict.kind === kind)
  return {
    fresh: of('fresh').length,
    notCached: of('not-cached').length,
    stale: of('stale'),
    unknown: of('unknown'),
  }
}

function outcomeObject(outcome: PurgeOutcome): Record<string, unknown> {
  const { kind, request } = outcome
  const about = { kind, action: request.action, by: request.by, targets: request.targets.length }
  if (outcome.kind === 'accepted') return { ...about, id: outcome.receipt.id }
  return outcome.kind === 'failed' ? { ...about, error: errorFields(outcome.error) } : about
}
