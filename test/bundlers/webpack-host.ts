import { around, ASSET_ORIGIN, type BuildCase, type Bundler, type Plugins } from './bundler.ts'
import { configOf, createSink, rivalsOf, siteOf, THROWING, WRITING } from './webpack-like.ts'
import { WEBPACK_WRITERS } from './webpack-writers.ts'

/** What is used of webpack and of each major of Rspack alike: makes a compiler of several configurations. */
export type CreateCompiler = (configs: object[]) => MultiCompiler

interface MultiCompiler {
  readonly compilers: { outputFileSystem: unknown }[]
  run(handler: Handler): void
  watch(options: object[], handler: Handler): unknown
  close(callback: () => void): void
}

type Handler = (
  error: Error | null,
  stats?: { hasErrors(): boolean; toString(preset: 'errors-only'): string },
) => void

export function createWebpackBundler(
  name: string,
  entry: 'webpack' | 'rspack',
  load: () => Promise<CreateCompiler>,
  fails: Readonly<Record<string, string>> = {},
): Bundler {
  return {
    name,
    entry,
    package: name === 'rspack' ? '@rspack/core' : name,
    base: '/docs/',
    ways: ['memory', 'watch', 'development'],
    besides: ['second', 'server', 'broken'],
    throwing: THROWING,
    writing: WRITING,
    writers: Object.keys(WEBPACK_WRITERS),
    bases: { auto: [undefined], origin: [ASSET_ORIGIN], function: [undefined] },
    library: ['dist/site.cjs', 'dist/site.mjs'],
    lacks: { 'dev server': 'its server is a package of its own, and watches' },
    fails,
    async build(plugins, buildCase) {
      const createCompiler = await load()
      const { way } = buildCase
      const compiler = createCompiler(await configsOf(entry, plugins, buildCase))
      if (way === 'memory') {
        for (const each of compiler.compilers) each.outputFileSystem = createSink()
      }
      await new Promise<void>((resolve, reject) => {
        const handler: Handler = (error, stats) => {
          const problem =
            error ?? (stats?.hasErrors() ? new Error(stats.toString('errors-only')) : undefined)
          compiler.close(() => (problem ? reject(problem) : resolve()))
        }
        if (way === 'watch') compiler.watch([{}], handler)
        else compiler.run(handler)
      })
    },
  }
}

async function configsOf(
  entry: 'webpack' | 'rspack',
  plugins: Plugins,
  buildCase: BuildCase,
): Promise<object[]> {
  const { root, options, beside, writer, rival } = buildCase
  const ours = (): unknown => plugins[entry](options)
  if (buildCase.library) {
    const { output } = configOf(buildCase, 'src/lazy.js', 'dist')
    const library = { ...configOf(buildCase, 'src/lazy.js', 'dist'), plugins: [ours()] }
    return [
      { ...library, output: { ...output, filename: 'site.cjs', library: { type: 'commonjs2' } } },
      {
        ...library,
        plugins: [ours()],
        experiments: { outputModule: true },
        output: { ...output, filename: 'site.mjs', library: { type: 'module' } },
      },
    ]
  }
  const made = writer && { plugin: await WEBPACK_WRITERS[writer.name]?.(root), place: writer.place }
  const others = rivalsOf(buildCase).map((plugin) => ({ plugin, place: rival?.place ?? 'after' }))
  const first = {
    ...configOf(buildCase, 'src/app.js', 'dist'),
    name: 'site',
    plugins: [siteOf(buildCase), ...around<unknown>(ours(), made ? [...others, made] : others)],
  }
  if (!beside) return [first]
  const source = { second: 'src/app.js', server: 'src/server.js', broken: 'src/none.js' }[beside]
  const dir = beside === 'server' ? 'dist-server' : 'dist-second'
  const second = {
    ...configOf(buildCase, source, dir),
    name: beside,
    target: beside === 'server' ? 'node' : 'web',
    plugins: [siteOf(buildCase), ours()],
  }
  // The first waits for the second, where there is something to wait for.
  return [{ ...first, dependencies: beside === 'broken' ? [] : [beside] }, second]
}
