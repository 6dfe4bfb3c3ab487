import type { Manifest, Note, Plan } from '@cdn-purge/core'
import { chooseChecks } from './checks.ts'
import type { Operation } from './operation.ts'
import type { SiteClient } from './site-client.ts'
import { verify } from './verify.ts'

/** What the look through the edge came to. */
export interface EdgeChecked {
  readonly fresh: number
  readonly stale: readonly string[]
  /** Why freshness is not proven, if it is not. */
  readonly unproven: readonly Note[]
}

export interface CheckEdgeInput {
  readonly plan: Plan
  readonly manifest: Manifest
  readonly older: readonly Manifest[]
}

/** Looks at purged and kept URLs through the edge, where that reaches the environment. */
export async function checkEdge(
  operation: Operation,
  { plan, manifest, older }: CheckEdgeInput,
  client: SiteClient,
  unreached: string | undefined,
): Promise<EdgeChecked> {
  if (unreached !== undefined) {
    const text = `The edge was not looked at: ${unreached}.`
    return { fresh: 0, stale: [], unproven: [{ code: 'not-verified', text }] }
  }
  const checks = chooseChecks(plan, manifest, operation.options.verify)
  const stale: string[] = []
  const unknown: string[] = []
  let done = 0
  for await (const verdict of verify({ manifest, older, checks }, client, operation.signal)) {
    done++
    operation.onEvent({ kind: 'checked', verdict, done, total: checks.length })
    if (verdict.kind === 'stale') stale.push(verdict.url)
    if (verdict.kind === 'unknown') unknown.push(`${verdict.url}: ${verdict.why}`)
  }
  return { fresh: done - stale.length - unknown.length, stale, unproven: doubtsOf(done, unknown) }
}

function doubtsOf(done: number, unknown: readonly string[]): Note[] {
  if (done === 0) {
    return [{ code: 'not-verified', text: 'No URL was looked at through the edge.' }]
  }
  if (unknown.length === 0) return []
  const text = `${unknown.length} of ${done} URLs could not be compared, first ${unknown[0]}.`
  return [{ code: 'not-verified', text }]
}
