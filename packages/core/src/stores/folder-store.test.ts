import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { PurgeError } from '../errors.ts'
import { createFolderStore } from './folder-store.ts'

const value = new TextEncoder().encode('value')

function tempDir(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'store-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  return dir
}

async function errorOf(attempt: Promise<unknown>): Promise<PurgeError> {
  const error: unknown = await attempt.catch((thrown: unknown) => thrown)
  if (error instanceof PurgeError) return error
  throw new Error('the store did not fail as expected', { cause: error })
}

test('reading from a folder that is missing finds nothing and makes nothing', async () => {
  const dir = path.join(tempDir(), 'ledger')
  const store = createFolderStore(dir)
  expect(await store.list('')).toEqual([])
  expect(await store.get('a')).toBeUndefined()
  await store.delete('a/b')
  expect(existsSync(dir)).toBe(false)
})

test('the first record makes the folder, kept out of version control', async () => {
  const dir = path.join(tempDir(), 'deep/.cdn-purge')
  await createFolderStore(dir).put('records/1.json', value)
  expect(readFileSync(path.join(dir, '.gitignore'), 'utf8')).toBe('*\n')
  expect(readFileSync(path.join(dir, 'records+/1.json'), 'utf8')).toBe('value')
})

test('a folder that somebody made is taken as it is', async () => {
  const dir = tempDir()
  const store = createFolderStore(dir)
  await store.put('a', value)
  expect(readdirSync(dir)).toEqual(['a'])
})

test('files that somebody else put there are no keys', async () => {
  const dir = tempDir()
  const store = createFolderStore(dir)
  await store.put('a/b', value)
  writeFileSync(path.join(dir, '.DS_Store'), '')
  writeFileSync(path.join(dir, 'README'), '')
  writeFileSync(path.join(dir, 'a+', '.0.tmp'), 'left by a process that died')
  mkdirSync(path.join(dir, '.git'))
  writeFileSync(path.join(dir, '.git/head'), '')
  expect(await store.list('')).toEqual(['a/b'])
})

test('no temporary file stays, neither after success nor after failure', async () => {
  const dir = tempDir()
  const store = createFolderStore(dir)
  await store.put('a', value)
  mkdirSync(path.join(dir, 'b'))
  const error = await errorOf(store.put('b', value))
  expect(error.details['code']).toBe('EISDIR')
  expect(readdirSync(dir).toSorted()).toEqual(['a', 'b'])
})

test('a file in the place of the folder is an error that names key and folder', async () => {
  const dir = path.join(tempDir(), 'ledger')
  writeFileSync(dir, '')
  const store = createFolderStore(dir)
  const attempts = [store.put('a', value), store.get('a'), store.list('a'), store.delete('a')]
  for (const error of await Promise.all(attempts.map(errorOf))) {
    expect(error.code).toBe('store-failed')
    expect(error.message).toContain('"a"')
    expect(error.message).toContain(`the folder "${dir}": `)
    expect(error.hint).toContain('`ledger`')
    expect(error.cause).toBeInstanceOf(Error)
  }
})
