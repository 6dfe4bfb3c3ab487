import { build, start, watch, type JsPlugin } from '@farmfe/core'
import type { BuildCase, Bundler, Plugins } from './bundler.ts'
import { rivalOf } from './rival.ts'

/** Ends the process it runs in where a build fails, and after watching or serving. */
export const farm: Bundler = {
  name: 'farm',
  base: '/docs/',
  ownProcess: true,
  ways: ['watch', 'serve'],
  besides: ['second', 'server', 'broken'],
  throwing: ['transform', 'finish', 'writeResources'],
  writing: ['writeResources'],
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
  const { root, options } = buildCase
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
      input: { index: input },
      output: {
        path: beside ? `dist-${beside}` : 'dist',
        publicPath: beside === 'server' ? './' : '/docs/',
        targetEnv: beside === 'server' ? 'node' : 'browser',
      },
    },
    plugins: [plugins.farm(options), ...rivals(buildCase)],
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
