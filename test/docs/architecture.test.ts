import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { withFileList } from '../../docs/file-list.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

test('the list of files is what the sources are; `pnpm generate` writes it anew', () => {
  const page = readFileSync(new URL('../../ARCHITECTURE.md', import.meta.url), 'utf8')
  expect(page).toBe(withFileList(page, ROOT))
})
