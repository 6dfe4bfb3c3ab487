import { rspack } from '@rspack/core'
import type { Options } from 'unplugin-cdn-purge'
import { describe, expect, onTestFinished, test } from 'vitest'
import webpack from 'webpack'
import { createPlugins } from '../../packages/unplugin/src/create-plugins.ts'
import { configOf } from '../bundlers/webpack-like.ts'
import { createProject, createRecorder } from './project.ts'

const OPTIONS: Options = { site: 'https://www.example.com', cloudflare: { zone: 'example.com' } }

/** What the two have in common, as far as it is used here. */
interface Compiler {
  readonly hooks: {
    readonly shouldEmit: { tap(name: string, tapped: () => boolean | undefined): void }
  }
  run(callback: (error: Error | null) => void): void
}

function run(compiler: Compiler): Promise<void> {
  return new Promise((resolve, reject) => {
    compiler.run((error) => (error ? reject(error) : resolve()))
  })
}

describe.each(['webpack', 'rspack'] as const)('%s', (name) => {
  function create() {
    const { root, remove } = createProject()
    onTestFinished(remove)
    const { finish, finished } = createRecorder(root)
    const plugins = createPlugins(finish)
    const createCompiler = (): Compiler => {
      const config = configOf({ root, options: OPTIONS }, 'src/app.js', 'dist')
      return name === 'webpack'
        ? webpack({ ...config, plugins: [plugins.webpack(OPTIONS)] })
        : rspack({ ...config, plugins: [plugins.rspack(OPTIONS)] })
    }
    return { finished, createCompiler }
  }

  test('a compiler that runs again ends again', async () => {
    const { finished, createCompiler } = create()
    const compiler = createCompiler()

    await run(compiler)
    await run(compiler)

    expect(finished).toHaveLength(2)
  })

  test('a build that writes nothing beside an older one: nothing ends', async () => {
    const { finished, createCompiler } = create()
    await run(createCompiler())
    const compiler = createCompiler()
    compiler.hooks.shouldEmit.tap('spec', () => false)

    await run(compiler)

    expect(finished).toHaveLength(1)
  })
})
