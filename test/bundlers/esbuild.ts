import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { build, context, type BuildOptions, type Plugin } from 'esbuild'
import { around, ASSET_ORIGIN, type BuildCase, type Bundler, type Plugins } from './bundler.ts'
import { rivalOf } from './rival.ts'

export const esbuild: Bundler = {
  name: 'esbuild',
  entry: 'esbuild',
  package: 'esbuild',
  base: '/docs/',
  ways: ['memory', 'watch', 'serve'],
  besides: ['second', 'server', 'broken'],
  throwing: ['setup', 'onStart', 'onLoad', 'onEnd'],
  writing: ['onEnd'],
  writers: [],
  bases: { auto: [undefined], origin: [ASSET_ORIGIN] },
  library: ['dist/site.cjs', 'dist/site.js'],
  lacks: {
    'development mode': 'it has no modes',
    'public path: function': 'its `publicPath` is a string',
    'late writers of others': 'no such plugin is known; its hook is `onEnd`',
  },
  async build(plugins, buildCase) {
    const { way, beside } = buildCase
    if (buildCase.library) return buildLibrary(plugins, buildCase)
    const options = optionsOf(plugins, buildCase, 'src/app.js', 'dist')
    if (way === 'watch' || way === 'serve') return buildOnce(options, way)
    if (!beside) return void (await build(options))
    const second = {
      second: optionsOf(plugins, buildCase, 'src/app.js', 'dist-second'),
      server: {
        ...optionsOf(plugins, buildCase, 'src/server.js', 'dist-server'),
        platform: 'node' as const,
      },
      broken: optionsOf(plugins, buildCase, 'src/none.js', 'dist-second'),
    }[beside]
    const ends = await Promise.allSettled([build(options), build(second)])
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  },
}

function optionsOf(
  plugins: Plugins,
  buildCase: BuildCase,
  entry: string,
  dir: string,
): BuildOptions {
  const { root, options, way, place, rival } = buildCase
  const others = rivals(buildCase).map((plugin) => ({ plugin, place: rival?.place ?? 'after' }))
  return {
    absWorkingDir: root,
    entryPoints: [{ in: entry, out: 'app' }],
    bundle: true,
    splitting: true,
    format: 'esm',
    logLevel: 'silent',
    write: way !== 'memory',
    outdir: dir,
    ...(place !== 'auto' && { publicPath: place === 'origin' ? ASSET_ORIGIN : '/docs/' }),
    entryNames: '[name]-[hash]',
    loader: { '.png': 'file' },
    plugins: [sitePlugin(root, dir), ...around(plugins.esbuild(options), others)],
  }
}

/** Each format is a build of its own. */
async function buildLibrary(plugins: Plugins, { root, options }: BuildCase): Promise<void> {
  const formats = ['esm', 'cjs'] as const
  await Promise.all(
    formats.map((format) =>
      build({
        absWorkingDir: root,
        entryPoints: ['src/lazy.js'],
        bundle: true,
        format,
        logLevel: 'silent',
        outfile: format === 'esm' ? 'dist/site.js' : 'dist/site.cjs',
        plugins: [plugins.esbuild(options)],
      }),
    ),
  )
}

/** Copies the page and the public file, as scripts around esbuild do. */
function sitePlugin(root: string, dir: string): Plugin {
  return {
    name: 'site',
    setup({ onEnd, initialOptions }) {
      onEnd(({ errors }) => {
        if (errors.length > 0 || initialOptions.write === false) return
        cpSync(join(root, 'public'), join(root, dir), { recursive: true })
        cpSync(join(root, 'index.html'), join(root, dir, 'index.html'))
      })
    },
  }
}

function rivals(buildCase: BuildCase): Plugin[] {
  const rival = rivalOf(buildCase)
  if (!rival) return []
  return [
    {
      name: 'rival',
      async setup({ onStart, onLoad, onEnd }) {
        if (rival.hook === 'setup') await rival.act()
        if (rival.hook === 'onStart') onStart(rival.act)
        if (rival.hook === 'onLoad') onLoad({ filter: /lazy/ }, () => rival.act().then(() => null))
        if (rival.hook === 'onEnd') onEnd(rival.act)
      },
    },
  ]
}

/** Builds in a context until a plugin behind ours saw the end. */
async function buildOnce(options: BuildOptions, way: 'watch' | 'serve'): Promise<void> {
  let seen = (): void => {}
  const end = new Promise<void>((resolve) => (seen = resolve))
  const observer: Plugin = {
    name: 'observer',
    setup({ onStart, onEnd }) {
      onEnd(() => {})
      onStart(() => onEnd(seen))
    },
  }
  const watched = await context({ ...options, plugins: [...(options.plugins ?? []), observer] })
  try {
    if (way === 'watch') {
      await watched.watch()
    } else {
      const { port } = await watched.serve({ host: '127.0.0.1', port: 0 })
      await fetch(`http://127.0.0.1:${port}/docs/`)
    }
    await end
  } finally {
    await watched.dispose()
  }
}
