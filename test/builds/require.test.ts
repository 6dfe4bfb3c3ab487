import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { BUNDLERS } from '../bundlers.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

// Configurations in CommonJS, as most of webpack's are: `const cdnPurge = require('unplugin-cdn-purge/webpack')`.
test('`require` of each entry gives the plugin function', async () => {
  const names = BUNDLERS.map(({ entry }) => entry)
  const script = `for (const name of ${JSON.stringify(names)}) console.log(name, typeof require('unplugin-cdn-purge/' + name))`

  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { cwd: here })

  expect(stdout.trim().split('\n')).toEqual(names.map((name) => `${name} function`))
})
