import { join } from 'node:path'
import type { BuildEnvironmentOptions, InlineConfig, Plugin } from 'vite'
import { ASSET_ORIGIN, around, type BuildCase, type Bundler, type Plugins } from './bundler.ts'
import { NAMES, rivalPlugins, THROWING, WRITING } from './rollup-like.ts'
import { VITE_WRITERS } from './vite-writers.ts'

/** What is used of Vite; older majors have types of their own for the same. */
export type Vite = Pick<typeof import('vite'), 'build' | 'createBuilder' | 'createServer'>

/** A major of Vite. Those before 8 are built on Rollup. */
export function createViteBundler(
  name: string,
  load: () => Promise<Vite>,
  bundling: 'rollupOptions' | 'rolldownOptions',
): Bundler {
  return {
    name,
    entry: 'vite',
    package: name,
    base: '/docs/',
    ways: ['memory', 'watch', 'serve'],
    besides: ['second', 'server', 'broken'],
    throwing: THROWING,
    writing: WRITING,
    writers: Object.keys(VITE_WRITERS),
    bases: { auto: [undefined], origin: [ASSET_ORIGIN], function: ['/docs/'] },
    library: ['dist/site.cjs', 'dist/site.js'],
    lacks: { 'development mode': 'every `vite build` is for production, whatever its `--mode`' },
    async build(plugins, buildCase) {
      const vite = await load()
      const { way, beside } = buildCase
      const config = await configOf(plugins, buildCase, bundling)
      if (way === 'watch') return watchOnce(vite, config)
      if (way === 'serve') {
        const server = await vite.createServer({ ...config, server: { middlewareMode: true } })
        await server.transformRequest('/src/app.js')
        return server.close()
      }
      if (beside === 'server' || beside === 'broken') {
        const builder = await vite.createBuilder({ ...config, builder: {} }, null)
        return builder.buildApp()
      }
      await vite.build(config)
    },
  }
}

async function configOf(
  plugins: Plugins,
  buildCase: BuildCase,
  bundling: 'rollupOptions' | 'rolldownOptions',
): Promise<InlineConfig> {
  const { root, options, way, beside, library, keeps } = buildCase
  const dirs = beside === 'second' ? ['dist', 'dist-second'] : ['dist']
  const output = dirs.map((dir) => ({ ...NAMES, dir: join(root, dir) }))
  const written: BuildEnvironmentOptions = library
    ? { lib: { entry: 'src/lazy.js', formats: ['es', 'cjs'], fileName: libraryName } }
    : { [bundling]: { output } }
  const config: InlineConfig = {
    root,
    configFile: false,
    logLevel: 'silent',
    ...placeOf(buildCase),
    plugins: around<Plugin>(plugins.vite(options), await othersOf(buildCase)),
    build: { write: way !== 'memory', emptyOutDir: keeps !== true },
  }
  if (beside !== 'server' && beside !== 'broken') {
    return { ...config, build: { ...config.build, ...written } }
  }
  const input = beside === 'broken' ? 'src/none.js' : 'src/server.js'
  const server = { outDir: 'dist-server', [bundling]: { input } }
  return { ...config, environments: { client: { build: written }, ssr: { build: server } } }
}

function placeOf({ place }: BuildCase): InlineConfig {
  if (place === 'auto') return { base: './' }
  if (place === 'origin') return { base: ASSET_ORIGIN }
  const renderBuiltUrl = (name: string): string => `${ASSET_ORIGIN}${name}`
  return { base: '/docs/', ...(place === 'function' && { experimental: { renderBuiltUrl } }) }
}

async function othersOf(buildCase: BuildCase): Promise<{ plugin: Plugin; place: Place }[]> {
  const { root, rival, writer } = buildCase
  const rivals = rivalPlugins(buildCase).map((plugin) => ({ plugin, place: rival?.place }))
  const made = writer && { plugin: await VITE_WRITERS[writer.name]?.(root), place: writer.place }
  return [...rivals, ...(made ? [made] : [])] as { plugin: Plugin; place: Place }[]
}

type Place = NonNullable<BuildCase['rival']>['place']

function libraryName(format: string): string {
  return format === 'cjs' ? 'site.cjs' : 'site.js'
}

/** Watches until a plugin behind ours saw the end of a build. */
async function watchOnce({ build }: Vite, config: InlineConfig): Promise<void> {
  let seen = (): void => {}
  const end = new Promise<void>((resolve) => (seen = resolve))
  const observer: Plugin = {
    name: 'observer',
    configResolved({ plugins }) {
      const list = plugins as Plugin[]
      list.push(...list.splice(list.indexOf(observer), 1))
    },
    closeBundle: { order: 'post', sequential: true, handler: () => seen() },
  }
  const watcher = await build({
    ...config,
    plugins: [config.plugins, observer],
    build: { ...config.build, watch: {} },
  })
  await end
  if ('close' in watcher) await watcher.close()
}
