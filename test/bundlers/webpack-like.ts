import fs from 'node:fs'
import { join } from 'node:path'
import { ASSET_ORIGIN, type BuildCase } from './bundler.ts'
import { rivalOf } from './rival.ts'
import { filesOfSite } from './rollup-like.ts'

/** Configuration that webpack and Rspack understand alike, without the plugins. */
export function configOf({ root, way, place }: BuildCase, entry: string, dir: string) {
  return {
    context: root,
    mode: way === 'development' ? ('development' as const) : ('production' as const),
    devtool: false as const,
    entry: { app: join(root, entry) },
    infrastructureLogging: { level: 'none' as const },
    output: {
      path: join(root, dir),
      publicPath: publicPathOf(place),
      filename: '[name]-[contenthash].js',
      chunkFilename: 'lazy-[contenthash].js',
      assetModuleFilename: '[name]-[hash][ext]',
    },
    module: { rules: [{ test: /\.(css|png)$/, type: 'asset/resource', sideEffects: true }] },
  }
}

function publicPathOf(place: BuildCase['place']): string | (() => string) {
  if (place === 'function') return () => ASSET_ORIGIN
  return place === 'auto' ? 'auto' : place === 'origin' ? ASSET_ORIGIN : '/docs/'
}

interface Hook {
  tapPromise(name: string, tapped: () => Promise<void>): void
}

interface TappedCompilation {
  readonly hooks: { readonly processAssets: Hook }
  emitAsset(name: string, source: never): void
}

interface TappedCompiler {
  readonly webpack: { readonly sources: { readonly RawSource: new (text: string) => unknown } }
  readonly hooks: {
    readonly thisCompilation: {
      tap(name: string, tapped: (compilation: TappedCompilation) => void): void
    }
  } & Readonly<Record<'beforeRun' | 'make' | 'emit' | 'afterEmit' | 'done', Hook>>
}

/** Either bundler's type of a compiler is more than is used here. */
interface SpecPlugin {
  apply(compiler: unknown): void
}

export const THROWING = ['beforeRun', 'make', 'processAssets', 'emit', 'afterEmit', 'done'] as const
export const WRITING = ['afterEmit', 'done'] as const

/** Copies the page and the public file as a plugin for that would. */
export function siteOf({ root }: BuildCase): SpecPlugin {
  return {
    apply(given) {
      const compiler = given as TappedCompiler
      compiler.hooks.thisCompilation.tap('site', (compilation) => {
        compilation.hooks.processAssets.tapPromise('site', async () => {
          for (const path of filesOfSite(root)) {
            const text = fs.readFileSync(join(root, path), 'utf8')
            const source = new compiler.webpack.sources.RawSource(text)
            compilation.emitAsset(path.replace('public/', ''), source as never)
          }
        })
      })
    },
  }
}

export function rivalsOf(buildCase: BuildCase): SpecPlugin[] {
  const rival = rivalOf(buildCase)
  if (!rival) return []
  return [
    {
      apply(given) {
        const { hooks } = given as TappedCompiler
        if (rival.hook === 'processAssets') {
          hooks.thisCompilation.tap('rival', (compilation) =>
            compilation.hooks.processAssets.tapPromise('rival', rival.act),
          )
        } else {
          hooks[rival.hook as (typeof THROWING)[1]].tapPromise('rival', rival.act)
        }
      },
    },
  ]
}

/** A file system that takes everything and keeps nothing. */
export function createSink(): typeof fs {
  const done = (...args: unknown[]): void => {
    const callback = args.at(-1) as (error: null) => void
    callback(null)
  }
  return { ...fs, mkdir: done, writeFile: done, rm: done, unlink: done } as unknown as typeof fs
}
