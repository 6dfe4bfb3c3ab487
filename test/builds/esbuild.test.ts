import { build } from 'esbuild'
import type { Options } from 'unplugin-cdn-purge'
import { expect, onTestFinished, test } from 'vitest'
import { createPlugins } from '../../packages/unplugin/src/create-plugins.ts'
import { createProject, createRecorder } from './project.ts'

const OPTIONS: Options = { site: 'https://www.example.com', cloudflare: { zone: 'example.com' } }

function create() {
  const { root, remove } = createProject()
  onTestFinished(remove)
  const { finish, finished } = createRecorder(root)
  const plugins = [createPlugins(finish).esbuild(OPTIONS)]
  const options = { absWorkingDir: root, entryPoints: ['src/lazy.js'], plugins }
  return { finished, options }
}

test('the only plugin of a build is asked at its end', async () => {
  const { finished, options } = create()

  await build({ ...options, outdir: 'dist' })

  expect(finished).toHaveLength(1)
})

test.each([
  { entryNames: undefined, hashed: [], stable: ['dist/js/app.js'] },
  { entryNames: '[name]-[hash]', hashed: ['entry'], stable: [] },
])('a build with `outfile` is the folder of that file ($entryNames)', async (row) => {
  const { finished, options } = create()
  const { entryNames, hashed, stable } = row

  await build({ ...options, outfile: 'dist/js/app.js', ...(entryNames ? { entryNames } : {}) })

  const dir = 'dist/js'
  expect(finished).toMatchObject([{ outputs: [{ dir, base: undefined }], hashed, stable }])
})

test('a build that prints its code: nothing ends', async () => {
  const { finished, options } = create()

  await build({ ...options, write: false })

  expect(finished).toEqual([])
})
