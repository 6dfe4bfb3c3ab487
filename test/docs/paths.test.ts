import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const ROOT = new URL('../../', import.meta.url)
const PATH = /`((?:packages|test|examples|docs|bench)\/[\w./-]+)`/g

test.each([
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'README.md',
  'docs/cli.md',
  'docs/ledger.md',
  'docs/rules.md',
])('every path that %s names is there', (page) => {
  const text = readFileSync(new URL(page, ROOT), 'utf8')
  const paths = [...text.matchAll(PATH)].map(([, path = '']) => path)
  expect(paths.filter((path) => !existsSync(new URL(path, ROOT)))).toEqual([])
})
