import { rspack as createCompiler, type Compiler, type Configuration } from '@rspack/core'
import type { BuildCase, Bundler, Plugins } from './bundler.ts'
import { configOf, createSink, rivalsOf, siteOf, THROWING, WRITING } from './webpack-like.ts'

export const rspack: Bundler = {
  name: 'rspack',
  base: '/docs/',
  ways: ['memory', 'watch', 'development'],
  besides: ['second', 'server', 'broken'],
  throwing: THROWING,
  writing: WRITING,
  async build(plugins, buildCase) {
    const { way } = buildCase
    const compiler = createCompiler(configsOf(plugins, buildCase))
    if (way === 'memory') {
      for (const each of compiler.compilers) each.outputFileSystem = createSink() as never
    }
    await new Promise<void>((resolve, reject) => {
      const handler: Parameters<Compiler['run']>[0] = (error, stats) => {
        const problem =
          error ?? (stats?.hasErrors() ? new Error(stats.toString('errors-only')) : undefined)
        compiler.close(() => (problem ? reject(problem) : resolve()))
      }
      if (way === 'watch') compiler.watch([{}], handler as never)
      else compiler.run(handler as never)
    })
  },
}

function configsOf(plugins: Plugins, buildCase: BuildCase): Configuration[] {
  const { options, beside } = buildCase
  const site = { ...configOf(buildCase, 'src/app.js', 'dist'), name: 'site' }
  const first: Configuration = {
    ...site,
    plugins: [siteOf(buildCase), plugins.rspack(options), ...rivalsOf(buildCase)],
  }
  if (!beside) return [first]
  const entry =
    beside === 'server' ? 'src/server.js' : beside === 'broken' ? 'src/none.js' : 'src/app.js'
  const dir = beside === 'server' ? 'dist-server' : 'dist-second'
  const second: Configuration = {
    ...configOf(buildCase, entry, dir),
    name: beside,
    target: beside === 'server' ? 'node' : 'web',
    plugins: [siteOf(buildCase), plugins.rspack(options)],
  }
  // The first waits for the second, where there is something to wait for.
  return [{ ...first, dependencies: beside === 'broken' ? [] : [beside] }, second]
}
