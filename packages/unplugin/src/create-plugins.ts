import { setImmediate } from 'node:timers/promises'
import { PurgeError } from '@cdn-purge/core'
import { resolveOptions, type BuildResult, type Options, type Reporter } from 'cdn-purge'
import {
  createUnplugin,
  type UnpluginContextMeta,
  type UnpluginInstance,
  type UnpluginOptions,
} from 'unplugin'
import { createBuildGroups } from './build-groups.ts'
import { esbuildHooks } from './bundlers/esbuild.ts'
import { farmHooks } from './bundlers/farm.ts'
import { rollupHooks } from './bundlers/rollup.ts'
import { rsbuildHooks } from './bundlers/rsbuild.ts'
import { viteHooks, type BuilderRuns } from './bundlers/vite.ts'
import { tapCompiler } from './bundlers/webpack.ts'
import type { Ending } from './ending.ts'

/** Called once at the end of a production build that succeeded, with everything that this process built of the site. */
export type Finish = (options: Options, build: BuildResult, reporter: Reporter) => Promise<void>

/**
 * Makes the plugin of every bundler around what it does at the end of a build.
 *
 * @throws {PurgeError} `bad-option`, where the configuration is read.
 */
export function createPlugins(finish: Finish): UnpluginInstance<Options, false> {
  const groups = createBuildGroups()
  const builderRuns: BuilderRuns = new WeakMap()

  return createUnplugin((options, meta) => {
    resolveOptions(options, { root: process.cwd(), source: 'unplugin-cdn-purge' })
    const target = JSON.stringify([options.site, options.cloudflare])
    const end: Ending['finish'] = async (build, reporter) => {
      // Some plugins write in their last hook and let nobody wait for it: vite-plugin-sitemap, through a stream.
      await setImmediate()
      await finish(options, build, reporter)
    }
    const ending: Ending = {
      group: (root) => groups(`${root}\n${target}`, end),
      finish: end,
    }
    return createPlugin(meta.framework, ending, builderRuns)
  })
}

/** Only the part of the bundler at hand, as a part may announce a build when it is made. */
function createPlugin(
  bundler: UnpluginContextMeta['framework'],
  ending: Ending,
  builderRuns: BuilderRuns,
): UnpluginOptions {
  const plugin: UnpluginOptions = { name: 'unplugin-cdn-purge', enforce: 'post' }
  switch (bundler) {
    case 'vite':
      plugin.vite = viteHooks(plugin, ending, builderRuns)
      return plugin
    case 'rollup':
      plugin.rollup = rollupHooks('rollup', plugin, ending)
      return plugin
    case 'rolldown':
      plugin.rolldown = rollupHooks('rolldown', plugin, ending)
      return plugin
    case 'webpack':
      plugin.webpack = (compiler) => tapCompiler('webpack', compiler, ending)
      return plugin
    case 'rspack':
      plugin.rspack = (compiler) => tapCompiler('rspack', compiler, ending)
      return plugin
    case 'rsbuild':
      plugin.rsbuild = rsbuildHooks(ending)
      return plugin
    case 'esbuild':
      plugin.esbuild = esbuildHooks(ending)
      return plugin
    case 'farm':
      plugin.farm = farmHooks(ending)
      return plugin
    default:
      throw new PurgeError('bad-option', `The plugin knows no bundler "${bundler}".`, {
        hint: 'Leave the plugin out and run "cdn-purge deploy" or "cdn-purge begin" after the build.',
      })
  }
}
