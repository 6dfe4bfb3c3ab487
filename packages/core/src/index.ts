export { comparePaths, type Asset, type ScannedAsset } from './asset.ts'
export { PurgeError, type PurgeErrorCode, type PurgeErrorOptions } from './errors.ts'
export { buildId, createManifest, withAsset, type Manifest } from './manifest.ts'
export { type Note } from './note.ts'
export { type PlanRequest } from './plan.ts'
export {
  type FileTarget,
  type Limits,
  type PurgeAction,
  type PurgeBatch,
  type PurgeReceipt,
  type Purger,
} from './purger.ts'
export { type Site, type SiteOrigin } from './site.ts'
export { type Store } from './store.ts'
export { planDigest, type AcceptedTargets, type TargetRange } from './accepted-targets.ts'
export { baseline, covers, debts, doubtful, doubtsName, type CoverOptions } from './baseline.ts'
export { didYouMean } from './did-you-mean.ts'
export { diff, type Change } from './diff.ts'
export { isFields, isStrings, type Fields } from './json.ts'
export { type LearnedLimits } from './learned-limits.ts'
export {
  createLedger,
  type BeginInput,
  type Ledger,
  type LedgerOptions,
  type SettleInput,
} from './ledger.ts'
export { DEFAULT_MARKER_PATH, markerAsset, parseMarker, serializeMarker } from './marker.ts'
export { parsePlan, serializePlan } from './plan-file.ts'
export { plan, type Plan, type PlanAbout, type PlanOptions, type PlanStats } from './plan.ts'
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
export { type Damage, type FoldedRecords } from './record-file.ts'
export { type DeployRecord, type DeployState, type Owed, type RecordedBuild } from './record.ts'
export { suspiciousRemovals, type Removals } from './removals.ts'
export { siteRoots } from './site-roots.ts'
export { isEvicted } from './treatment.ts'
export { digestBytes, digestFile } from './digest.ts'
export {
  detectFingerprinted,
  resolveFingerprinted,
  type FingerprintSources,
} from './fingerprint.ts'
export { matchAny, normalizeGlobs } from './globs.ts'
export { createFolderStore } from './folder-store.ts'
export { MAX_ASSETS, parseManifest, serializeManifest } from './manifest-file.ts'
export { createMemoryStore } from './memory-store.ts'
export { scan, type Scan, type ScanOptions, type ScanProgress } from './scan.ts'
export { isServed } from './served.ts'
export { createUrls, isDocument } from './urls.ts'
export { checkKey } from './store-failed.ts'
export { keyToNames, namesToKey } from './store-key-file.ts'
