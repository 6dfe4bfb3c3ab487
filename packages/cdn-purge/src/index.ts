export { type BuildOutput, type BuildResult, type Reporter } from './build/build-result.ts'
export { defineConfig } from './options/define-config.ts'
export { onBuild, type BuildSurroundings } from './on-build.ts'
export {
  type AccessOptions,
  type CloudflareOptions,
  type HeaderVariantOptions,
  type Options,
  type PathTags,
  type PlanName,
  type ResolvedOptions,
  type SiteEntry,
  type VariantOptions,
  type VerifyOptions,
} from './options/options.ts'
export { resolveOptions, type OptionsSource } from './options/resolve-options.ts'
