import {
  comparePaths,
  diff,
  keptAssets,
  plan as planPurge,
  withRuleChanges,
  type Change,
  type Limits,
  type Manifest,
  type Note,
  type Plan,
  type Site,
} from '@cdn-purge/core'
import type { Knowledge } from '../ledger/knowledge.ts'
import type { ResolvedOptions } from '../options/options.ts'
import { plannerOptions } from '../options/planner-options.ts'

export interface PlanDeployInput {
  readonly options: ResolvedOptions
  readonly knowledge: Knowledge
  readonly manifest: Manifest
  readonly build: string
  readonly site: Site
  readonly limits: Limits
}

/** Decides what this deploy purges. Where the baseline is in doubt it widens as `onUnknownBaseline` says, and says so. */
export function planDeploy(input: PlanDeployInput): Plan {
  const { options, knowledge, manifest, site, limits } = input
  const { doubts } = knowledge
  const baseline = knowledge.older
  const everything = [manifest, ...baseline]
  const isPath = (path: string) => everything.some(({ assets }) => assets.has(path))
  const { changes: found, rulesRead } = withRuleChanges({
    changes: diff(baseline, manifest),
    baseline,
    next: manifest,
    site,
    isPath,
  })
  const policy = doubts.length > 0 ? options.onUnknownBaseline : 'changes'
  const changes = policy === 'stable' ? withAllStable(found, manifest) : found
  const { zone, environment } = options.cloudflare
  return planPurge(changes, site, {
    ...plannerOptions(options),
    limits,
    rulesRead,
    kept: keptAssets(manifest, baseline, changes),
    about: {
      zone,
      ...(environment !== undefined && { environment }),
      build: input.build,
      baseline: knowledge.baseline.map(({ id }) => id),
    },
    isPath,
    ...(policy === 'site' && {
      wholeSite: {
        sites: [site, ...knowledge.baseline.map((record) => record.site)],
        reason: 'what the edge holds is not known',
      },
    }),
    owed: knowledge.debts.flatMap(({ urls }) => urls),
    notes: [
      ...doubts,
      ...policyNotes(policy),
      ...knowledge.debts.map(({ why }) => why),
      ...knowledge.carried,
    ],
  })
}

function policyNotes(policy: 'site' | 'stable' | 'fail' | 'changes'): Note[] {
  switch (policy) {
    case 'site':
      return [
        {
          code: 'whole-site',
          text: 'So the whole site is purged once (`onUnknownBaseline: "site"`); from then on only what changes.',
        },
      ]
    case 'stable':
      return [STABLE_ONLY]
    case 'fail':
      return [
        {
          code: 'unknown-baseline',
          text: 'A run will purge nothing (`onUnknownBaseline: "fail"`).',
        },
      ]
    case 'changes':
      return []
    default: {
      const never: never = policy
      return never
    }
  }
}

/** Stays with the ledger until the whole site is purged. */
export const STABLE_ONLY: Note = {
  code: 'stable-only',
  text: 'Only URLs of the new build were purged when the baseline was unknown, so pages that an older build alone had may still be cached.',
}

function withAllStable(changes: readonly Change[], manifest: Manifest): Change[] {
  // Of some paths only some URLs are listed.
  const whole = changes.filter(
    ({ urls, path, fingerprinted }) => !urls || fingerprinted || !manifest.assets.has(path),
  )
  const listed = new Set(whole.map(({ path }) => path))
  const rest = [...manifest.assets.values()]
    .filter(({ path, fingerprinted }) => !fingerprinted && !listed.has(path))
    .map(({ path }) => ({
      kind: 'changed' as const,
      path,
      reason: 'what the edge holds is not known',
      fingerprinted: false,
    }))
  return [...whole, ...rest].toSorted((a, b) => comparePaths(a.path, b.path))
}

/** Notes of a plan that do not hold any more once everything is purged in its place. */
const NOT_OF_EVERYTHING: ReadonlySet<string> = new Set([
  'whole-site',
  'kept-fingerprinted',
  'url-refused',
  'widened',
  'whole-folders',
  'slow',
  'only-invalidated',
  'query-strings',
  'fallback-changed',
  'redirect-changed',
])

/** Gives the plan with one request in the place of all its own: everything that the environment holds. */
export function planEverything(plan: Plan): Plan {
  const text =
    plan.environment === undefined
      ? 'Everything is purged, at the level of the zone: every environment of the zone loses its copies.'
      : 'Everything that the environment holds is purged.'
  return {
    ...plan,
    requests: [{ action: 'purge', by: 'everything', targets: [], reason: 'as asked for' }],
    notes: [
      { code: 'everything', text },
      ...plan.notes.filter(({ code }) => !NOT_OF_EVERYTHING.has(code)),
    ],
    stats: {
      ...plan.stats,
      kept: 0,
      targets: 0,
      requests: 1,
      seconds: 0,
      // What a purge of everything takes along is not known, and not counted.
      purgedUnchangedUrls: 0,
      purgedUnchangedBytes: 0,
      invalidatedUnchangedUrls: 0,
      invalidatedUnchangedBytes: 0,
    },
  }
}
