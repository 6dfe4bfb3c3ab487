export { comparePaths, type Asset, type ScannedAsset } from './manifest/asset.ts'
export { PurgeError, type PurgeErrorCode, type PurgeErrorOptions } from './errors.ts'
export { buildId, createManifest, withAsset, type Manifest } from './manifest/manifest.ts'
export { type Note } from './note.ts'
export { type PlanRequest } from './plan/plan-format.ts'
export {
  type FileTarget,
  type Limits,
  type PurgeAction,
  type PurgeBatch,
  type PurgeReceipt,
  type Purger,
} from './purger.ts'
export { type Site, type SiteOrigin } from './site/site.ts'
export { type Lease, type Store } from './stores/store.ts'
export { planDigest, type AcceptedTargets, type TargetRange } from './ledger/accepted-targets.ts'
export {
  baseline,
  covers,
  debts,
  doubtful,
  doubtsName,
  type CoverOptions,
} from './ledger/baseline.ts'
export { countOf, formatCount, formatSeconds } from './count-of.ts'
export { didYouMean } from './did-you-mean.ts'
export { diff, type Change } from './changes/diff.ts'
export { withRuleChanges, type RuleChanges, type RuleChangesInput } from './changes/rule-changes.ts'
export { parseHeaders } from './rules/parse-headers.ts'
export { createIsRedirected } from './rules/redirected-files.ts'
export { parseRedirects } from './rules/parse-redirects.ts'
export { MAX_RULES } from './rules/rules-file.ts'
export {
  RULE_FILES,
  type HeaderRule,
  type ParsedRules,
  type RedirectRule,
  type Rules,
} from './rules/rules.ts'
export { isFields, isStrings, type Fields } from './json.ts'
export { type LearnedLimits } from './ledger/learned-limits.ts'
export {
  createLedger,
  type BeginInput,
  type Ledger,
  type LedgerOptions,
  type SettleInput,
} from './ledger/ledger.ts'
export {
  DEFAULT_MARKER_PATH,
  markerAsset,
  parseMarker,
  serializeMarker,
} from './manifest/marker.ts'
export { parsePlan, serializePlan } from './plan/plan-file.ts'
export { plan, type PlanOptions } from './plan/plan.ts'
export { type Plan, type PlanAbout, type PlanStats } from './plan/plan-format.ts'
export { type KeptAsset } from './planner/kept.ts'
export { keptAssets } from './planner/kept-assets.ts'
export { secondsFor, type RateLimits, type Spending } from './planner/rate-limits.ts'
export { type HeaderVariant, type Variants } from './planner/variants.ts'
export { createExecutor, type Executor, type ExecutorOptions } from './executor/execute.ts'
export {
  isOutcome,
  narrowLimits,
  type ExecutionEvent,
  type ExecutionProgress,
  type Learned,
  type PurgeOutcome,
} from './executor/events.ts'
export { phasesOf } from './executor/phases.ts'
export { type Damage, type FoldedRecords } from './ledger/record-file.ts'
export {
  type DeployRecord,
  type DeployState,
  type Owed,
  type RecordedBuild,
} from './ledger/record.ts'
export { describeSharedCause, sharedCauses, type SharedCause } from './changes/shared-causes.ts'
export { hasStamp, skeletonOf } from './shape/compare-shapes.ts'
export { shapeOf } from './shape/shape.ts'
export { withShapes } from './shape/with-shapes.ts'
export { type StampKind } from './shape/stamps.ts'
export { suspiciousRemovals, type Removals } from './changes/removals.ts'
export { siteRoots } from './site/site-roots.ts'
export { isEvicted } from './changes/treatment.ts'
export { digestBytes, digestFile } from './manifest/digest.ts'
export {
  detectFingerprinted,
  resolveFingerprinted,
  type FingerprintSources,
} from './scan/fingerprint.ts'
export { matchAny, normalizeGlobs } from './scan/globs.ts'
export { createFolderStore } from './stores/folder-store.ts'
export { MAX_ASSETS, parseManifest, serializeManifest } from './manifest/manifest-file.ts'
export { createMemoryStore } from './stores/memory-store.ts'
export { scan, type Scan, type ScanOptions, type ScanProgress } from './scan/scan.ts'
export { isServed } from './site/served.ts'
export { createUrls, isDocument } from './site/urls.ts'
export { checkKey } from './stores/store-failed.ts'
export { keyToNames, namesToKey } from './stores/store-key-file.ts'
