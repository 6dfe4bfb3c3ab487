import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { createRsbuild, RsbuildConfig, RsbuildPlugin } from '@rsbuild/core'
import { around, ASSET_ORIGIN, type BuildCase, type Bundler, type Plugins } from './bundler.ts'
import { rivalOf } from './rival.ts'

/** What is used of Rsbuild. */
export interface Rsbuild {
  readonly createRsbuild: typeof createRsbuild
}

export function createRsbuildBundler(
  name: string,
  load: () => Promise<Rsbuild>,
  fails: Readonly<Record<string, string>> = {},
): Bundler {
  return {
    name,
    entry: 'rsbuild',
    package: name === 'rsbuild' ? '@rsbuild/core' : name,
    base: '/docs/',
    ways: ['watch', 'serve', 'development'],
    besides: ['second', 'server', 'broken'],
    throwing: ['onBeforeBuild', 'processAssets', 'onAfterEnvironmentCompile', 'onAfterBuild'],
    writing: ['onAfterEnvironmentCompile', 'onAfterBuild', 'onAfterBuild:last'],
    writers: [],
    bases: { auto: ['/docs/'], origin: ['/docs/', ASSET_ORIGIN] },
    library: ['dist/site.js'],
    lacks: {
      'write: false': 'every build is written',
      'public path: function': 'its `assetPrefix` is a string',
      'late writers of others': 'they are those of Rspack, in `tools.rspack`',
    },
    fails,
    async build(plugins, buildCase) {
      const { root, way } = buildCase
      const config = configOf(plugins, buildCase)
      const rsbuild = await load()
      const site = await rsbuild.createRsbuild({ cwd: root, config })
      if (way === 'serve') {
        const { server } = await site.startDevServer()
        return server.close()
      }
      let seen = (): void => {}
      const end = new Promise<void>((resolve) => (seen = resolve))
      site.onAfterBuild({ order: 'post', handler: seen })
      let failure: Error | undefined
      site.onAfterBuild({
        order: 'pre',
        handler: ({ stats }) => {
          // What `build` rejects with says only that it failed; the messages are printed.
          if (stats?.hasErrors()) failure = new Error(stats.toString('errors-only'))
        },
      })
      try {
        const { close } = await site.build({ watch: way === 'watch' })
        if (way === 'watch') await end
        await close()
      } catch (error) {
        throw failure ?? error
      }
    },
  }
}

function configOf(plugins: Plugins, buildCase: BuildCase): RsbuildConfig {
  const { root, options, way, beside, place, rival, keeps } = buildCase
  const others = rivalPlugins(buildCase).map((plugin) => ({
    plugin,
    place: rival?.place ?? 'after',
  }))
  const site = buildCase.library ? LIBRARY : environmentOf('src/app.js', 'dist')
  const second = {
    second: environmentOf('src/app.js', 'dist-second'),
    server: {
      ...environmentOf('src/server.js', 'dist-server'),
      output: { target: 'node' as const, distPath: { root: 'dist-server' } },
    },
    broken: environmentOf('src/none.js', 'dist-second'),
  }
  return {
    root,
    mode: way === 'development' ? 'development' : 'production',
    logLevel: 'silent',
    server: { base: '/docs/', host: '127.0.0.1' },
    output: {
      filename: { js: '[name].[contenthash].js' },
      dataUriLimit: 0,
      legalComments: 'none',
      cleanDistPath: keeps !== true,
      ...(place && { assetPrefix: place === 'origin' ? ASSET_ORIGIN : 'auto' }),
    },
    performance: { printFileSize: false },
    tools: { rspack: { output: { chunkFilename: 'lazy-[contenthash].js' } } },
    plugins: [
      ...(buildCase.library ? [] : [sitePlugin(root)]),
      ...around(plugins.rsbuild(options), others),
    ],
    environments: { site, ...(beside && { [beside]: second[beside] }) },
  }
}

function environmentOf(entry: string, dir: string): NonNullable<RsbuildConfig['environments']>[''] {
  return {
    source: { entry: { index: `./${entry}` } },
    output: { distPath: { root: dir } },
    tools: { htmlPlugin: false },
  }
}

const LIBRARY: ReturnType<typeof environmentOf> = {
  source: { entry: { site: './src/lazy.js' } },
  output: { distPath: { root: 'dist', js: '' }, filename: { js: '[name].js' } },
  tools: { htmlPlugin: false, rspack: { output: { library: { type: 'commonjs2' } } } },
}

/** The page of the project; the public folder is Rsbuild's own. */
function sitePlugin(root: string): RsbuildPlugin {
  return {
    name: 'site',
    setup(api) {
      api.processAssets({ stage: 'additional' }, ({ compilation, sources, environment }) => {
        if (environment.config.output.target === 'node') return
        const page = readFileSync(join(root, 'index.html'), 'utf8')
        compilation.emitAsset('index.html', new sources.RawSource(page))
      })
    },
  }
}

function rivalPlugins(buildCase: BuildCase): RsbuildPlugin[] {
  const rival = rivalOf(buildCase)
  if (!rival) return []
  const order = rival.last ? 'post' : 'default'
  return [
    {
      name: 'rival',
      setup(api) {
        const handler = (): Promise<void> => rival.act()
        if (rival.hook === 'onBeforeBuild') api.onBeforeBuild({ order, handler })
        if (rival.hook === 'processAssets') api.processAssets({ stage: 'optimize' }, handler)
        if (rival.hook === 'onAfterBuild') api.onAfterBuild({ order, handler })
        if (rival.hook === 'onAfterEnvironmentCompile') {
          api.onAfterEnvironmentCompile({ order, handler })
        }
      },
    },
  ]
}
