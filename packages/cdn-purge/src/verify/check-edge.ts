import { countOf, type Executor, type Note } from '@cdn-purge/core'
import { createBuiltText } from '../build/built-text.ts'
import { chooseChecks } from './checks.ts'
import type { Deployment } from '../plan/deployment.ts'
import { heal } from './heal.ts'
import type { Operation } from '../operation.ts'
import type { SiteClient } from '../site/site-client.ts'
import type { Check, Verdict } from './verdict.ts'
import { verify, type VerifyInput } from './verify.ts'

/** What the look through the edge came to. */
export interface EdgeChecked {
  /** The last of each URL. */
  readonly verdicts: readonly Verdict[]
  /** URLs that the plan keeps and that held what no record explains, whether they were healed or not. */
  readonly strange: readonly Verdict[]
  /** Why freshness is not proven, if it is not. */
  readonly unproven: readonly Note[]
}

export interface CheckEdgeMeans {
  readonly client: SiteClient
  readonly executor: Executor
  /** Why questions do not reach the environment, if they do not. */
  readonly unreached: string | undefined
  /** False where only targets of a reviewed plan may be purged. */
  readonly mayHealWidely: boolean
}

/** Looks at purged and kept URLs through the edge, where that reaches the environment, and heals what is stale. */
export async function checkEdge(
  operation: Operation,
  { plan, manifest, older, debts }: Deployment,
  { client, executor, unreached, mayHealWidely }: CheckEdgeMeans,
): Promise<EdgeChecked> {
  const { options } = operation
  if (unreached !== undefined) {
    const text = `The edge was not looked at: ${unreached}.`
    return { verdicts: [], strange: [], unproven: [{ code: 'not-verified', text }] }
  }
  const checks = chooseChecks(plan, manifest, { counts: options.verify, debts })
  const builtText = createBuiltText(options, manifest)
  const look = (some: readonly Check[]) =>
    lookAtEdge(operation, { manifest, older, checks: some, builtText }, client)
  const first = await look(checks)
  const verdicts = await heal(operation, first, { executor, look, mayWiden: mayHealWidely })
  return { verdicts, strange: first.filter(isStrange), unproven: unprovenBy(verdicts) }
}

/** What the origin itself serves was not kept from an earlier build. */
function isStrange({ kind, kept, origin }: Verdict): boolean {
  return kept && kind === 'stale' && origin !== 'older-build'
}

/** Looks at URLs through the edge, and tells each verdict as it comes. */
export async function lookAtEdge(
  { onEvent, signal }: Operation,
  input: VerifyInput,
  client: SiteClient,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = []
  for await (const verdict of verify(input, client, signal)) {
    verdicts.push(verdict)
    onEvent({ kind: 'checked', verdict, done: verdicts.length, total: input.checks.length })
  }
  return verdicts
}

/** Gives why verdicts prove nothing, if they do not. */
export function unprovenBy(verdicts: readonly Verdict[]): Note[] {
  if (verdicts.length === 0) {
    return [{ code: 'not-verified', text: 'No URL was looked at through the edge.' }]
  }
  const unknown = verdicts.filter(({ kind }) => kind === 'unknown')
  const [first] = unknown
  if (!first) return []
  const text = `${unknown.length} of ${countOf(verdicts.length, 'URL')} could not be compared, first ${first.url}: ${first.why}.`
  return [{ code: 'not-verified', text }]
}
