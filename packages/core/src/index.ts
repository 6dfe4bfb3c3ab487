export { comparePaths, type Asset, type ScannedAsset } from './asset.ts'
export { type Change } from './diff.ts'
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
