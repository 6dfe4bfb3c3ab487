import { build, start, watch, type JsPlugin } from '@farmfe/core'
import { around, ASSET_ORIGIN, type BuildCase, type Bundler, type Plugins } from './bundler.ts'
import { rivalOf } from './rival.ts'

/** Ends the process it runs in where a build fails, and after watching or serving. */
export const farm: Bundler = {
  name: 'farm',
  entry: 'farm',
  package: '@farmfe/core',
  base: '/docs/',
  ownProcess: true,
  ways: ['watch', 'serve'],
  besides: ['second', 'server', 'broken'],
  throwing: ['transform', 'finish', 'writeResources'],
  writing: ['writeResources'],
  writers: [],
  bases: { auto: [undefined], origin: [ASSET_ORIGIN] },
  library: ['dist/site.js'],
  lacks: {
    'write: false': 'every build is written',
    'development mode': '`farm build` is for production, whatever its mode',
    'public path: function': 'its `publicPath` is a string',
    'late writers of others': 'no such plugin is known; its hook is `writeResources`',
  },
  async build(plugins, buildCase) {
    const { way, beside } = buildCase
    const config = configOf(plugins, buildCase)
    if (way === 'watch') {
      await watch(config)
      return endOfProcess()
    }
    if (way === 'serve') {
      // The port is looked for, and taken only after the first compilation: too late to matter here if it is gone by then.
      process.once('uncaughtException', (error) => {
        if (!String(error).includes('EADDRINUSE')) throw error
        endOfProcess()
      })
      await start({ ...config, server: { host: '127.0.0.1', hmr: false } })
      return endOfProcess()
    }
    await build(config)
    if (beside) await build(configOf(plugins, buildCase, beside))
  },
}

/** The types do not know that a configuration file can be left out. */
type FarmConfig = NonNullable<Parameters<typeof build>[0]> & { configFile: false }

function configOf(
  plugins: Plugins,
  buildCase: BuildCase,
  beside?: BuildCase['beside'],
): FarmConfig {
  const { root, options, place, rival, keeps, library } = buildCase
  const others = rivals(buildCase).map((plugin) => ({ plugin, place: rival?.place ?? 'after' }))
  const input = {
    second: './index.html',
    server: './src/server.js',
    broken: './src/none.js',
  }[beside ?? 'second']
  return {
    root,
    configFile: false,
    compilation: {
      persistentCache: false,
      presetEnv: false,
      input: library ? { site: './src/lazy.js' } : { index: input },
      output: {
        path: beside ? `dist-${beside}` : 'dist',
        publicPath:
          beside === 'server' || place === 'auto'
            ? './'
            : place === 'origin'
              ? ASSET_ORIGIN
              : '/docs/',
        clean: keeps !== true,
        ...(library && { entryFilename: '[entryName].js', format: 'cjs' as const }),
        targetEnv: beside === 'server' ? 'node' : 'browser',
      },
    },
    plugins: around(plugins.farm(options), others),
  }
}

/** What would come if nothing kept the process alive. */
function endOfProcess(): void {
  process.emit('beforeExit', 0)
  setImmediate(() => process.exit(0))
}

function rivals(buildCase: BuildCase): JsPlugin[] {
  const rival = rivalOf(buildCase)
  if (!rival) return []
  const hook = {
    ...(rival.hook === 'transform' ? { filters: { resolvedPaths: ['lazy'] } } : {}),
    executor() {
      // The only hook of Farm that is not awaited, and that may throw at once.
      if (rival.hook === 'writeResources' && buildCase.rival?.does === 'throw') {
        throw new Error('The rival threw in writeResources.')
      }
      return rival.act()
    },
  }
  return [{ name: 'rival', [rival.hook]: hook }]
}
