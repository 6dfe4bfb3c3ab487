import { once } from 'node:events'
import { createServer } from 'node:net'
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
    if (way === 'watch' || way === 'serve') {
      const server = { host: '127.0.0.1', hmr: false, port: await freePort() }
      await (way === 'watch' ? watch(config) : start({ ...config, server }))
      // What would come if nothing kept the process alive.
      process.emit('beforeExit', 0)
      setImmediate(() => process.exit(0))
      return
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

/** Farm takes no 0 for any free port. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
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
