import { join } from 'node:path'
import { build, createBuilder, createServer, type InlineConfig, type Plugin } from 'vite'
import type { BuildCase, Bundler, Plugins } from './bundler.ts'
import { NAMES, rivalPlugins, THROWING, WRITING } from './rollup-like.ts'

export const vite: Bundler = {
  name: 'vite',
  base: '/docs/',
  ways: ['memory', 'watch', 'serve'],
  besides: ['second', 'server', 'broken'],
  throwing: THROWING,
  writing: WRITING,
  async build(plugins, buildCase) {
    const { way, beside } = buildCase
    const config = configOf(plugins, buildCase)
    if (way === 'watch') return watchOnce(config)
    if (way === 'serve') {
      const server = await createServer({ ...config, server: { middlewareMode: true } })
      await server.transformRequest('/src/app.js')
      return server.close()
    }
    if (beside === 'server' || beside === 'broken') {
      const builder = await createBuilder({ ...config, builder: {} }, null)
      return builder.buildApp()
    }
    await build(config)
  },
}

function configOf(plugins: Plugins, buildCase: BuildCase): InlineConfig {
  const { root, options, way, beside } = buildCase
  const dirs = beside === 'second' ? ['dist', 'dist-second'] : ['dist']
  const output = dirs.map((dir) => ({ ...NAMES, dir: join(root, dir) }))
  const config: InlineConfig = {
    root,
    configFile: false,
    logLevel: 'silent',
    base: '/docs/',
    plugins: [plugins.vite(options), ...(rivalPlugins(buildCase) as Plugin[])],
    build: { write: way !== 'memory' },
  }
  const written = { rolldownOptions: { output } }
  if (beside !== 'server' && beside !== 'broken') {
    return { ...config, build: { ...config.build, ...written } }
  }
  const input = beside === 'broken' ? 'src/none.js' : 'src/server.js'
  const server = { outDir: 'dist-server', rolldownOptions: { input } }
  return { ...config, environments: { client: { build: written }, ssr: { build: server } } }
}

/** Watches until a plugin behind ours saw the end of a build. */
async function watchOnce(config: InlineConfig): Promise<void> {
  const { promise, resolve } = withResolver()
  const observer: Plugin = {
    name: 'observer',
    configResolved({ plugins }) {
      const list = plugins as Plugin[]
      list.push(...list.splice(list.indexOf(observer), 1))
    },
    closeBundle: { order: 'post', sequential: true, handler: resolve },
  }
  const watcher = await build({
    ...config,
    plugins: [config.plugins, observer],
    build: { ...config.build, watch: {} },
  })
  await promise
  if ('close' in watcher) await watcher.close()
}

function withResolver(): { promise: Promise<void>; resolve(): void } {
  let resolve = (): void => {}
  const promise = new Promise<void>((settle) => (resolve = settle))
  return { promise, resolve: () => resolve() }
}
