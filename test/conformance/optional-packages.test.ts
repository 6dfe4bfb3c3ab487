import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { onTestFinished, test, expect } from 'vitest'
import { runCommand } from '../package/run-command.ts'

const PACKAGE = fileURLToPath(new URL('../../packages/cdn-purge/', import.meta.url))

interface Case {
  readonly ledger: string
  readonly installed: readonly string[]
  readonly says: string
}

test.for<Case>([
  {
    ledger: 's3://bucket/x',
    installed: [],
    says: 'A ledger in S3 needs the package "aws4fetch", which is not installed. Install it: `npm install --save-dev aws4fetch`.',
  },
  {
    ledger: 'r2://bucket/x',
    installed: [],
    says: 'A ledger in R2 needs the package "aws4fetch", which is not installed.',
  },
  {
    ledger: 'redis://127.0.0.1:9',
    installed: [],
    says: 'A ledger in Redis needs the package "unstorage", which is not installed.',
  },
  {
    ledger: 'redis://127.0.0.1:9',
    installed: ['unstorage'],
    says: 'A ledger in Redis needs the package "ioredis", which is not installed. Install it: `npm install --save-dev ioredis`.',
  },
  { ledger: '.cdn-purge', installed: [], says: 'nothing is missing' },
])('with [$installed], "$ledger": $says', async ({ ledger, installed, says }) => {
  const project = await mkdtemp(path.join(tmpdir(), 'optional-'))
  onTestFinished(() => rm(project, { recursive: true }))
  await cp(path.join(PACKAGE, 'src/stores'), path.join(project, 'stores'), { recursive: true })
  await writeFile(path.join(project, 'package.json'), '{ "type": "module" }')
  for (const name of ['undici', '@cdn-purge/core']) await link(name, project)
  // By copy, so that what it imports is looked for in this project.
  for (const name of installed) {
    const from = path.join(PACKAGE, 'node_modules', name)
    await cp(from, path.join(project, 'node_modules', name), { recursive: true, dereference: true })
  }
  const script = `
    import { openStore } from './stores/open-store.ts'
    const env = {
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
      CLOUDFLARE_ACCOUNT_ID: 'x',
    }
    try {
      await openStore(${JSON.stringify(ledger)}, env).list('')
      console.log('nothing is missing')
    } catch (error) {
      console.log(error.code, error.message, error.hint)
    }
  `
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const argv = ['--import', tsx, '--conditions', 'dev', '--input-type=module', '--eval', script]
  const { exitCode, output } = await runCommand(process.execPath, argv, project)
  expect(output).toContain(says)
  expect(exitCode).toBe(0)
})

async function link(name: string, project: string): Promise<void> {
  const place = path.join(project, 'node_modules', name)
  await mkdir(path.dirname(place), { recursive: true })
  await symlink(path.join(PACKAGE, 'node_modules', name), place)
}
