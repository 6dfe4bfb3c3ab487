import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { rollup } from 'rollup'
import type { Options } from 'unplugin-cdn-purge'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createPlugins } from '../../packages/unplugin/src/create-plugins.ts'
import { createProject, createRecorder } from './project.ts'

const OPTIONS: Options = { site: 'https://www.example.com', cloudflare: { zone: 'example.com' } }

interface Output {
  readonly dir: string
}

interface Bundle {
  write(output: Output): Promise<unknown>
  generate(output: Output): Promise<unknown>
  close(): Promise<void>
}

describe.each(['rollup', 'rolldown'] as const)('%s', (name) => {
  function create() {
    const { root, remove } = createProject()
    onTestFinished(remove)
    const { finish, finished } = createRecorder(root)
    const plugins = createPlugins(finish)
    const input = join(root, 'src/lazy.js')
    const createBundle = (rival: object = {}): Promise<Bundle> =>
      name === 'rollup'
        ? rollup({ input, plugins: [plugins.rollup(OPTIONS), { name: 'rival', ...rival }] })
        : rolldown({ input, plugins: [plugins.rolldown(OPTIONS), { name: 'rival', ...rival }] })
    const output = (dir: string): Output => ({ dir: join(root, dir) })
    return { finished, createBundle, output }
  }

  test('an output that is only generated does not count', async () => {
    const { finished, createBundle, output } = create()
    const bundle = await createBundle()

    await bundle.generate(output('dist'))
    await bundle.write(output('dist'))
    await bundle.close()

    expect(finished).toHaveLength(1)
  })

  test('the second of two outputs fails: nothing ends', async () => {
    const { finished, createBundle, output } = create()
    const bundle = await createBundle({
      generateBundle({ dir }: Output) {
        if (dir.endsWith('dist-second')) throw new Error('The rival threw.')
      },
    })

    await bundle.write(output('dist'))
    await expect(bundle.write(output('dist-second'))).rejects.toThrow('The rival threw.')
    await bundle.close()

    expect(finished).toEqual([])
  })

  test('a build in a process that goes on ends on its own', async () => {
    const { finished, createBundle, output } = create()

    for (const dir of ['dist', 'dist-second']) {
      const bundle = await createBundle()
      await bundle.write(output(dir))
      await bundle.close()
    }

    expect(finished).toHaveLength(2)
  })
})
