import { join, sep } from 'node:path'
import type { EnvironmentContext, RsbuildPlugin, RsbuildPluginAPI, Rspack } from '@rsbuild/core'
import type { BuildOutput, BuildResult } from 'cdn-purge'
import type { Ending } from '../ending.ts'
import { toShownError } from '../shown-error.ts'
import { unionBuilds } from '../union-builds.ts'
import { toUrlBase } from '../url-base.ts'
import { namesOfAssets } from './asset-names.ts'

/**
 * Follows a build of Rsbuild, of all its environments, up to the last plugin's `onAfterBuild`, which runs after errors as well.
 *
 * @see https://rsbuild.rs/plugins/dev/hooks#onafterbuild
 */
export function rsbuildHooks(ending: Ending): Pick<RsbuildPlugin, 'setup'> {
  return {
    setup(api) {
      if (api.context.action !== 'build') return
      let tapped = false
      // Within one order whoever registers last is called last, and by now all others have.
      api.onBeforeBuild(() => {
        if (tapped) return
        tapped = true
        api.onAfterBuild({
          order: 'post',
          handler: async ({ stats, isWatch, environments }) => {
            if (isWatch || !stats || stats.hasErrors()) return
            const build = toBuildResult(api, stats, Object.values(environments))
            if (build) await finish(api, ending, build)
          },
        })
      })
    },
  }
}

async function finish(api: RsbuildPluginAPI, ending: Ending, build: BuildResult): Promise<void> {
  try {
    await ending.finish(build, {
      info: (text) => api.logger.info(text),
      warn: (text) => api.logger.warn(text),
    })
  } catch (error) {
    // Rsbuild prints the message, and then the stack without its first line.
    throw toShownError(error, (text) => text)
  }
}

function toBuildResult(
  api: RsbuildPluginAPI,
  stats: Rspack.Stats | Rspack.MultiStats,
  environments: readonly EnvironmentContext[],
): BuildResult | undefined {
  const { mode, server } = api.getNormalizedConfig()
  if (mode === 'development') return undefined
  const visitors = environments.filter(({ config }) => config.output.target !== 'node')
  const servers = environments.filter((environment) => !visitors.includes(environment))
  const all = 'stats' in stats ? stats.stats : [stats]
  return unionBuilds([
    {
      bundler: 'rsbuild',
      root: api.context.rootPath,
      mode,
      outputs: visitors.flatMap((environment) => outputsOf(environment, server.base)),
      fingerprinted: new Map(all.flatMap(({ compilation }) => [...filesOf(compilation)])),
      site: { ignore: servers.flatMap((each) => globBelow(each, visitors)) },
    },
  ])
}

/** Pages lie below the server's base, assets below a prefix that may be an address of its own. */
function outputsOf({ distPath, config }: EnvironmentContext, base: string): BuildOutput[] {
  const pages = { dir: distPath, base: toUrlBase(base) }
  const prefix = toUrlBase(config.output.assetPrefix)
  const isElsewhere = prefix !== undefined && !prefix.startsWith('/')
  return isElsewhere ? [pages, { dir: distPath, base: prefix }] : [pages]
}

function filesOf(compilation: Rspack.Compilation): Map<string, boolean> {
  const names = namesOfAssets(compilation.getAssets())
  const { path = '' } = compilation.outputOptions
  return new Map([...names].map(([name, hashed]) => [join(path, name), hashed]))
}

/** Code for servers may be written into a folder of the site, `dist/server`, and is never deployed as URLs. */
function globBelow(server: EnvironmentContext, visitors: readonly EnvironmentContext[]): string[] {
  return visitors
    .filter(({ distPath }) => server.distPath.startsWith(distPath + sep))
    .map(({ distPath }) =>
      server.distPath
        .slice(distPath.length + 1)
        .split(sep)
        .join('/'),
    )
    .map((below) => `${below}/**`)
}
