import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { BuildResult } from 'cdn-purge'
import type { BuildEnd, Ending } from '../ending.ts'
import { toShownText } from '../shown-error.ts'
import { toUrlBase } from '../url-base.ts'
import { namesOfAssets, type CompilationAsset } from './asset-names.ts'

/** What webpack and Rspack have in common, as far as it is used. */
interface Compiler {
  readonly options: {
    readonly mode?: string | undefined
    readonly target?: unknown
    readonly output: { readonly publicPath?: unknown }
  }
  readonly context: string
  readonly outputPath: string
  readonly watchMode: boolean
  readonly webpack: { readonly WebpackError: new (message?: string) => Error }
  readonly hooks: {
    readonly beforeRun: { tap(name: string, tapped: () => void): void }
    readonly afterEmit: { tap(name: string, tapped: () => void): void }
    readonly failed: { tap(name: string, tapped: () => void): void }
    readonly done: {
      tapPromise(
        options: { name: string; stage: number },
        tapped: (stats: Stats) => Promise<void>,
      ): void
    }
  }
  getInfrastructureLogger(name: string): { info(text: string): void; warn(text: string): void }
}

interface Stats {
  hasErrors(): boolean
  readonly compilation: {
    readonly errors: Error[]
    getAssets(): readonly CompilationAsset[]
  }
}

const NAME = 'unplugin-cdn-purge'

/**
 * Follows the builds of one compiler up to the last tap on `done`, which runs for builds with errors as well.
 *
 * @see https://webpack.js.org/api/compiler-hooks/
 */
export function tapCompiler(
  bundler: 'webpack' | 'rspack',
  compiler: Compiler,
  ending: Ending,
): void {
  if (compiler.options.mode === 'development') return
  const group = ending.group(compiler.context)
  const logger = compiler.getInfrastructureLogger(NAME)
  let emitted = false

  // A list of configurations is applied as a whole before any of them runs.
  group.announce(compiler)
  compiler.hooks.beforeRun.tap(NAME, () => {
    group.start(compiler)
    emitted = false
  })
  compiler.hooks.afterEmit.tap(NAME, () => {
    emitted = true
  })
  compiler.hooks.failed.tap(NAME, () => {
    void group.end(compiler, { kind: 'failed' }, logger)
  })
  compiler.hooks.done.tapPromise({ name: NAME, stage: 1e6 }, async (stats) => {
    try {
      await group.end(compiler, endOf(bundler, compiler, stats, emitted), logger)
    } catch (error) {
      stats.compilation.errors.push(toWebpackError(compiler, error))
    }
  })
}

function endOf(bundler: string, compiler: Compiler, stats: Stats, emitted: boolean): BuildEnd {
  if (compiler.watchMode) return { kind: 'nothing' }
  if (stats.hasErrors()) return { kind: 'failed' }
  const { outputPath } = compiler
  const names = namesOfAssets(stats.compilation.getAssets())
  const files = new Map([...names].map(([name, hashed]) => [join(outputPath, name), hashed]))
  // Output that is kept in memory is emitted too.
  if (!emitted || ![...files.keys()].some((file) => existsSync(file))) return { kind: 'nothing' }
  const base = toUrlBase(compiler.options.output.publicPath)
  const build: BuildResult = {
    bundler,
    root: compiler.context,
    mode: compiler.options.mode ?? 'production',
    outputs: isForServers(compiler.options.target) ? [] : [{ dir: outputPath, base }],
    fingerprinted: files,
  }
  return { kind: 'built', build }
}

function isForServers(target: unknown): boolean {
  return [target].flat().some((name) => /^((async-)?node|electron-main)/.test(String(name)))
}

function toWebpackError(compiler: Compiler, error: unknown): Error {
  return Object.assign(new compiler.webpack.WebpackError(toShownText(error)), { hideStack: true })
}
