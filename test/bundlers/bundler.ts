import type { Options, unplugin } from 'unplugin-cdn-purge'

/** The plugin functions of all bundlers. */
export type Plugins = Pick<typeof unplugin, Entry>

/** What users import behind `unplugin-cdn-purge/`. */
export type Entry =
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
  /** Another plugin. */
  readonly rival?: Rival
  /** A plugin of others that writes late, by the name of its package, and where it stands in the list. */
  readonly writer?: { readonly name: string; readonly place: Place }
  /** What the bundler is told of the place of its files. @default the path `/docs/` */
  readonly place?: Based
  /** What lies in the output folder stays there. */
  readonly keeps?: boolean
  /** One module of the project, in two formats under fixed names. */
  readonly library?: boolean
}

export type Way = 'disk' | 'memory' | 'watch' | 'serve' | 'development'
export type Beside = 'second' | 'server' | 'broken'
/** Nothing (`auto`, `./`), an address on another origin, or a function. */
export type Based = 'auto' | 'origin' | 'function'
/** Before or after ours in the list of plugins. */
export type Place = 'before' | 'after'

/** Another origin for assets. */
export const ASSET_ORIGIN = 'https://assets.example.net/site/'

export interface Rival {
  /** The bundler's own name of it. With `:last` it asks to be called after all others, where the bundler has such an order. */
  readonly hook: string
  /** `write` takes its time and then writes `late.txt`. */
  readonly does: 'throw' | 'write'
  readonly place: Place
}

/** One bundler behind a face that is the same for all. */
export interface Bundler {
  /** Of its file in this folder: the entry, with the major where that is an older one. */
  readonly name: string
  readonly entry: Entry
  /** In the catalog of the workspace, where its version stands. */
  readonly package: string
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
  /** Packages that write late. */
  readonly writers: readonly string[]
  /** What `BuildResult` says of the bases of `dist`, where the bundler can be told. */
  readonly bases: Readonly<Partial<Record<Based, readonly (string | undefined)[]>>>
  /** Files of a library in `dist`; absent where the bundler makes none. */
  readonly library?: readonly string[]
  /** Why a situation does not exist for it, by the situation's name. */
  readonly lacks: Readonly<Record<string, string>>
  /** What is known not to hold, and why, by the situation's name. */
  readonly fails?: Readonly<Record<string, string>>
  /**
   * Builds into `dist`, and `dist-second` or `dist-server` beside it. Watching and serving goes on until something was built.
   * Rejects where the bundler says that the build failed.
   */
  build(plugins: Plugins, buildCase: BuildCase): Promise<void>
}

/** Puts what others bring around our plugin. */
export function around<T>(
  ours: T,
  others: readonly { readonly plugin: T; readonly place: Place }[],
): T[] {
  const at = (wanted: Place): T[] =>
    others.filter(({ place }) => place === wanted).map(({ plugin }) => plugin)
  return [...at('before'), ours, ...at('after')]
}
