import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

/** Gives the CommonJS files that a fresh process has loaded once it has run this. */
async function loadedFiles(statement: string): Promise<string[]> {
  const script = `${statement}
    const { createRequire } = await import('node:module')
    console.log(JSON.stringify(Object.keys(createRequire(import.meta.url).cache)))`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', script],
    { cwd: path.resolve(import.meta.dirname, '..') },
  )
  return JSON.parse(stdout) as string[]
}

const isUndici = (file: string) => /[\\/]undici[\\/]/.test(file)

test('a build that sends nothing does not load the HTTP client', async () => {
  const files = await loadedFiles(`await import('unplugin-cdn-purge/vite')`)
  expect(files.filter(isUndici)).toEqual([])
})

test('the HTTP client is loaded once there is somebody to ask', async () => {
  const files = await loadedFiles(`
    const { createCloudflare } = await import('@cdn-purge/cloudflare')
    await createCloudflare({ credentials: { kind: 'token', token: 'a-token-for-a-test' } }).close()`)
  expect(files.some(isUndici)).toBe(true)
})
