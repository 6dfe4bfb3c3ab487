import { createFolderStore, createLedger } from '@cdn-purge/core'
import { main } from 'cdn-purge/cli'
import { build } from 'esbuild'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import cdnPurge from 'unplugin-cdn-purge/esbuild'
import { caseOf } from './situations/site.ts'

test('the command line finds a build again whose folders have bases of their own', async () => {
  const { root, options } = caseOf()
  vi.spyOn(process, 'cwd').mockReturnValue(root)
  const plugins = () => [cdnPurge(options)]
  const shared = { absWorkingDir: root, bundle: true, logLevel: 'silent' } as const
  await Promise.all([
    build({
      ...shared,
      entryPoints: ['src/lazy.js'],
      outdir: 'dist',
      publicPath: '/',
      plugins: plugins(),
    }),
    build({
      ...shared,
      entryPoints: { lazy: 'src/server.js' },
      outdir: 'dist-admin',
      publicPath: '/admin/',
      plugins: plugins(),
    }),
  ])

  let said = ''
  const code = await main(['plan', '--json'], { stdout: { write: (text) => (said += text) } })

  expect(code).toBe(0)
  const ledger = createLedger(createFolderStore(join(root, '.cdn-purge')), {
    prefix: 'example.com/staging/',
    now: Date.now,
    newId: () => 'unused',
  })
  const { records } = await ledger.read()
  const { build: found } = JSON.parse(said) as { build: string }
  expect(records.map(({ builds }) => builds[0]?.build)).toEqual([found])
  expect(records[0]?.options).toMatchObject({ bases: { dist: '/', 'dist-admin': '/admin/' } })
})
