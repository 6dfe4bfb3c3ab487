import { join } from 'node:path'
import { rolldown as createBuild, watch, type InputOptions, type Plugin } from 'rolldown'
import type { BuildCase, Bundler, Plugins } from './bundler.ts'
import { NAMES, rivalPlugins, sitePlugin, THROWING, WRITING } from './rollup-like.ts'

export const rolldown: Bundler = {
  name: 'rolldown',
  base: undefined,
  ways: ['memory', 'watch'],
  besides: ['second', 'broken'],
  throwing: THROWING,
  writing: WRITING,
  async build(plugins, buildCase) {
    const { root, way, beside } = buildCase
    const input = inputOf(plugins, buildCase, 'src/app.js')
    const output = { ...NAMES, dir: join(root, 'dist') }
    if (way === 'watch') return watchOnce({ ...input, output })
    const second = { ...NAMES, dir: join(root, 'dist-second') }
    const inputs = [{ ...input, output: beside === 'second' ? [output, second] : [output] }]
    if (beside === 'broken') {
      inputs.push({ ...inputOf(plugins, buildCase, 'src/none.js'), output: [second] })
    }
    for (const { output: outputs, ...options } of inputs) {
      const bundle = await createBuild(options)
      try {
        for (const each of outputs)
          await (way === 'memory' ? bundle.generate(each) : bundle.write(each))
      } finally {
        await bundle.close()
      }
    }
  },
}

function inputOf(plugins: Plugins, buildCase: BuildCase, entry: string): InputOptions {
  const { root, options } = buildCase
  const others = rivalPlugins(buildCase) as Plugin[]
  return {
    input: join(root, entry),
    plugins: [sitePlugin(root) as Plugin, plugins.rolldown(options), ...others],
    onLog: () => {},
  }
}

function watchOnce(options: Parameters<typeof watch>[0]): Promise<void> {
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
