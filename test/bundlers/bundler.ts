import type { Options, unplugin } from 'unplugin-cdn-purge'

/** The plugin functions of all bundlers. */
export type Plugins = Pick<typeof unplugin, BundlerName>

export type BundlerName =
  | 'vite'
  | 'rollup'
  | 'rolldown'
  | 'webpack'
  | 'rspack'
  | 'rsbuild'
  | 'esbuild'
  | 'farm'

/** One way to build the project of `project.ts`. */
export interface BuildCase {
  /** Absolute. */
  readonly root: string
  readonly options: Options
  /** @default 'disk' */
  readonly way?: Way
  /** A second build in the same process: for visitors, for servers, or one that must fail. */
  readonly beside?: Beside
  /** Another plugin, listed after ours. */
  readonly rival?: Rival
}

export type Way = 'disk' | 'memory' | 'watch' | 'serve' | 'development'
export type Beside = 'second' | 'server' | 'broken'

export interface Rival {
  /** The bundler's own name of it. With `:last` it asks to be called after all others, where the bundler has such an order. */
  readonly hook: string
  /** `write` takes its time and then writes `late.txt`. */
  readonly does: 'throw' | 'write'
}

/** One bundler behind a face that is the same for all. */
export interface Bundler {
  readonly name: BundlerName
  /** What `BuildResult` says of the URL prefix `/docs/`. */
  readonly base: string | undefined
  /** True where a build ends the process. */
  readonly ownProcess?: boolean
  /** Without `disk`, which all know. */
  readonly ways: readonly Exclude<Way, 'disk'>[]
  readonly besides: readonly Beside[]
  /** Hooks in which a plugin that throws fails the build. */
  readonly throwing: readonly string[]
  /** Hooks in which a plugin may write at the end. */
  readonly writing: readonly string[]
  /**
   * Builds into `dist`, and `dist-second` or `dist-server` beside it. Watching and serving goes on until something was built.
   * Rejects where the bundler says that the build failed.
   */
  build(plugins: Plugins, buildCase: BuildCase): Promise<void>
}
