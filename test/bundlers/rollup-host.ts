import { join } from 'node:path'
import { around, type BuildCase, type Bundler, type Place, type Plugins } from './bundler.ts'
import {
  NAMES,
  rivalPlugins,
  sitePlugin,
  THROWING,
  WRITING,
  type SpecPlugin,
} from './rollup-like.ts'

/** What is used of Rollup and Rolldown alike. */
export interface RollupLike {
  create(options: Input): Promise<Bundle>
  watch(options: Input & { output: Output }): Watcher
}

interface Output {
  readonly [option: string]: unknown
}

interface Input {
  readonly input: string
  readonly plugins: readonly SpecPlugin[]
  readonly onLog: () => void
}

interface Bundle {
  write(output: Output): Promise<unknown>
  generate(output: Output): Promise<unknown>
  close(): Promise<void>
}

interface WatchEvent {
  readonly code: string
  readonly error?: Error
  readonly result?: { close(): Promise<void> } | null
}

interface Watcher {
  on(name: 'event', listener: (event: WatchEvent) => void): unknown
  close(): Promise<void>
}

const PLACELESS = 'it knows no public path'

export function createRollupBundler(
  name: 'rollup' | 'rolldown',
  load: () => Promise<RollupLike>,
): Bundler {
  return {
    name,
    entry: name,
    package: name,
    base: undefined,
    ways: ['memory', 'watch'],
    besides: ['second', 'broken'],
    throwing: THROWING,
    writing: WRITING,
    writers: ['rollup-plugin-gzip'],
    bases: {},
    library: ['dist/site.cjs', 'dist/site.js'],
    lacks: {
      'dev server': 'it has no server',
      'development mode': 'it has no modes',
      server: 'one configuration is for visitors or for servers, and does not say which',
      'public path: auto': PLACELESS,
      'public path: origin': PLACELESS,
      'public path: function': PLACELESS,
    },
    async build(plugins, buildCase) {
      const bundler = await load()
      const { way, beside, library } = buildCase
      const outputs = outputsOf(buildCase)
      const [first = {}, ...others] = outputs
      const input = await inputOf(name, plugins, buildCase, library ? 'src/lazy.js' : 'src/app.js')
      if (way === 'watch') return watchOnce(bundler, { ...input, output: first })
      if (beside !== 'broken') return build(bundler, input, outputs, way)
      // A list of configurations makes all its plugins before the first of them is built.
      const broken = await inputOf(name, plugins, buildCase, 'src/none.js')
      await build(bundler, input, [first], way)
      await build(bundler, broken, others, way)
    },
  }
}

function outputsOf({ root, beside, library }: BuildCase): Output[] {
  if (library) {
    return [
      { format: 'es', file: join(root, 'dist/site.js') },
      { format: 'cjs', file: join(root, 'dist/site.cjs') },
    ]
  }
  const dirs = beside ? ['dist', 'dist-second'] : ['dist']
  return dirs.map((dir) => ({ ...NAMES, dir: join(root, dir) }))
}

async function build(
  { create }: RollupLike,
  input: Input,
  outputs: readonly Output[],
  way: BuildCase['way'],
): Promise<void> {
  const bundle = await create(input)
  try {
    for (const each of outputs) {
      await (way === 'memory' ? bundle.generate(each) : bundle.write(each))
    }
  } finally {
    await bundle.close()
  }
}

async function inputOf(
  name: 'rollup' | 'rolldown',
  plugins: Plugins,
  buildCase: BuildCase,
  entry: string,
): Promise<Input> {
  const { root, options, rival, writer, library } = buildCase
  const ours = plugins[name](options) as unknown as SpecPlugin
  const rivals = rivalPlugins(buildCase).map((plugin) => ({ plugin, place: rival?.place }))
  const made = writer ? [{ plugin: await gzip(), place: writer.place }] : []
  const others = [...rivals, ...made] as { plugin: SpecPlugin; place: Place }[]
  return {
    input: join(root, entry),
    plugins: [...(library ? [] : [sitePlugin(root)]), ...around(ours, others)],
    onLog: () => {},
  }
}

async function gzip(): Promise<SpecPlugin> {
  const { default: create } = await import('rollup-plugin-gzip')
  return (create as unknown as () => SpecPlugin)()
}

function watchOnce(
  { watch }: RollupLike,
  options: Parameters<RollupLike['watch']>[0],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const watcher = watch(options)
    watcher.on('event', (event) => {
      if (event.code === 'BUNDLE_END' || event.code === 'ERROR') {
        void Promise.resolve(event.result?.close())
          .then(() => watcher.close())
          .then(() => (event.code === 'ERROR' ? reject(event.error) : resolve()), reject)
      }
    })
  })
}
