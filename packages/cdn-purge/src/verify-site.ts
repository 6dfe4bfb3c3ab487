import { hasCredentials } from '@cdn-purge/cloudflare'
import { createIsRedirected, type Manifest, type Note } from '@cdn-purge/core'
import { createBuiltText } from './build/built-text.ts'
import { lookAtEdge, unprovenBy } from './verify/check-edge.ts'
import { chooseSiteChecks } from './verify/checks.ts'
import { readExpected, type Against } from './site/expected-build.ts'
import { readKnowledge } from './ledger/knowledge.ts'
import { meansOf } from './means.ts'
import { openLedger } from './ledger/open-ledger.ts'
import type { Operation } from './operation.ts'
import { describeLive, type ProbeAnswer } from './site/probe-answer.ts'
import type { ProbeInput } from './site/probe.ts'
import { unreachedEnvironment } from './site/reach.ts'
import type { Result } from './report/result.ts'
import { chooseTellingPaths } from './site/telling-paths.ts'
import { lateNotes, unarrived } from './verify/unarrived.ts'
import { isRight, type Verdict } from './verify/verdict.ts'
import { agreedProbe } from './site/wait-for-live.ts'

export interface SiteVerified {
  readonly against: Against
  /** The build's id. */
  readonly build: string
  readonly live: ProbeAnswer
  readonly verdicts: readonly Verdict[]
  readonly result: Result
}

/** Compares a deployed site with a build, through the edge. Changes nothing, and purges nothing. */
export async function verifySite(operation: Operation, against?: Against): Promise<SiteVerified> {
  const { options, env, signal } = operation
  const { createSiteClient, sleep, now } = meansOf(operation)
  const ledger = openLedger(options, now)
  const expected = await readExpected(operation, ledger, against)
  const { manifest, site, build, marker } = expected
  const { older, known } = await readKnowledge(ledger, { build }, { site, now })
  const builtText = createBuiltText(options, manifest)
  const isRedirected = createIsRedirected(manifest.redirects ?? [], site)
  const paths = [...manifest.assets.keys()].filter((path) => !isRedirected(path))
  const question: ProbeInput = {
    manifest,
    older,
    known: new Set([...known, build]),
    site,
    marker,
    tellingPaths: chooseTellingPaths(manifest, older, paths),
    builtText,
  }
  const unreached = await findUnreached(operation)
  const about = { against: expected.against, build }
  if (unreached !== undefined) {
    const live = { kind: 'unknown', why: unreached } as const
    return { ...about, live, verdicts: [], result: judge(live, [], manifest) }
  }
  const client = createSiteClient({ access: options.access, origin: options.origin, env })
  try {
    const live = await agreedProbe(question, { client, sleep, signal })
    const checks = chooseSiteChecks(site, manifest, options.verify)
    const verdicts = await lookAtEdge(operation, { manifest, older, checks, builtText }, client)
    return { ...about, live, verdicts, result: judge(live, verdicts, manifest) }
  } finally {
    await client.close()
  }
}

/** Asks the API which requests select the environment only where nothing else tells. */
async function findUnreached(operation: Operation): Promise<string | undefined> {
  const unreached = unreachedEnvironment(operation.options)
  if (unreached === undefined || !hasCredentials(operation.env)) return unreached
  const connection = await meansOf(operation).connect(operation)
  await connection.close()
  return unreachedEnvironment(operation.options, connection.target)
}

function judge(live: ProbeAnswer, verdicts: readonly Verdict[], manifest: Manifest): Result {
  const stale = verdicts.filter(({ kind }) => kind === 'stale')
  const reasons: Note[] = []
  if (live.kind !== 'this') reasons.push({ code: 'not-live', text: `${sentence(live)}.` })
  const [first] = stale
  if (first) {
    const more = stale.length > 1 ? ` and ${stale.length - 1} more` : ''
    reasons.push({
      code: 'stale',
      text: `Stale: ${first.url}${more}. The first gave ${first.why}.`,
    })
  }
  const isWrong = first !== undefined || (live.kind !== 'this' && live.kind !== 'unknown')
  if (isWrong) {
    const todo = 'Nothing was changed: `cdn-purge run` purges what a deploy left behind.'
    return { kind: 'not-fresh', reasons, todo }
  }
  const late = lateNotes(unarrived(verdicts, manifest), manifest)
  const unproven = [...reasons, ...unprovenBy(verdicts), ...late]
  return unproven.length > 0
    ? { kind: 'unproven', reasons: unproven }
    : { kind: 'fresh', checked: verdicts.filter(isRight).length }
}

function sentence(live: ProbeAnswer): string {
  const text = describeLive(live)
  return text.charAt(0).toUpperCase() + text.slice(1)
}
