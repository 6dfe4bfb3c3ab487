import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { PurgeError } from './errors.ts'
import { keyToNames, namesToKey } from './store-key-file.ts'
import type { Store } from './store.ts'

/**
 * Gives a store in a folder, one file a key, safe for several processes at once. The folder is made by the first `put`, with a
 * `.gitignore` in it that keeps it out of version control; a folder that is there already is taken as it is.
 */
export function createFolderStore(dir: string): Store {
  const root = path.resolve(dir)

  return {
    async get(key) {
      const file = fileOf(root, key)
      try {
        return new Uint8Array(await readFile(file))
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined
        throw storeFailed(`read "${key}" from`, root, error)
      }
    },

    async put(key, value) {
      const file = fileOf(root, key)
      try {
        await makeRoot(root)
        await makeFolder(path.dirname(file))
        await replaceFile(file, value)
      } catch (error) {
        throw storeFailed(`write "${key}" to`, root, error)
      }
    },

    async list(prefix) {
      // Only what stands before the last slash is a whole name, and so a folder.
      const folders = keyToNames(prefix.slice(0, prefix.lastIndexOf('/') + 1)).slice(0, -1)
      try {
        const keys: string[] = []
        await collectKeys(root, folders, keys)
        return keys.filter((key) => key.startsWith(prefix))
      } catch (error) {
        throw storeFailed(`list the keys that begin with "${prefix}" in`, root, error)
      }
    },

    async delete(key) {
      const file = fileOf(root, key)
      try {
        await rm(file, { force: true })
        await syncFolder(path.dirname(file))
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return
        throw storeFailed(`delete "${key}" from`, root, error)
      }
    },
  }
}

function fileOf(root: string, key: string): string {
  if (key === '') throw new PurgeError('store-failed', 'A key of a store must not be empty.')
  return path.join(root, ...keyToNames(key))
}

async function collectKeys(root: string, names: readonly string[], keys: string[]): Promise<void> {
  const entries = await readdir(path.join(root, ...names), { withFileTypes: true }).catch(
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return []
      throw error
    },
  )
  for (const entry of entries) {
    const below = [...names, entry.name]
    if (entry.isDirectory()) {
      await collectKeys(root, below, keys)
    } else {
      const key = namesToKey(below)
      if (key !== undefined) keys.push(key)
    }
  }
}

async function makeRoot(root: string): Promise<void> {
  if (!(await makeFolder(root))) return
  await writeFile(path.join(root, '.gitignore'), '*\n')
}

/** Makes a folder and those above it, durable; says whether it was missing. */
async function makeFolder(folder: string): Promise<boolean> {
  const first = await mkdir(folder, { recursive: true })
  if (first === undefined) return false
  for (let made = folder; made.length >= first.length; made = path.dirname(made)) {
    await syncFolder(path.dirname(made))
  }
  return true
}

async function replaceFile(file: string, value: Uint8Array): Promise<void> {
  const temporary = path.join(path.dirname(file), `.${randomUUID()}.tmp`)
  try {
    const handle = await open(temporary, 'wx')
    try {
      await handle.writeFile(value)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
  await syncFolder(path.dirname(file))
}

/** Makes the names in a folder durable. Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function storeFailed(attempt: string, root: string, error: unknown): PurgeError {
  const code = codeOf(error)
  const answer = error instanceof Error ? error.message : String(error)
  const hint = code === undefined ? undefined : HINTS.get(code)
  return new PurgeError('store-failed', `Could not ${attempt} the folder "${root}": ${answer}.`, {
    cause: error,
    details: { root, ...(code === undefined ? {} : { code }) },
    ...(hint === undefined ? {} : { hint }),
  })
}

const HINTS: ReadonlyMap<string, string> = new Map([
  [
    'ENOSPC',
    'The disk is full. Free some space and run it again; what was recorded before is intact.',
  ],
  [
    'EDQUOT',
    'The quota is used up. Free some space and run it again; what was recorded before is intact.',
  ],
  ['EACCES', 'Give this user the right to read and write there, or set `ledger` to another place.'],
  ['EPERM', 'Give this user the right to read and write there, or set `ledger` to another place.'],
  ['EROFS', 'The disk is read-only. Set `ledger` to a place that can be written.'],
  ['ENOTDIR', 'Something else has the name of that folder. Set `ledger` to another place.'],
  ['EEXIST', 'Something else has the name of that folder. Set `ledger` to another place.'],
  ['ENAMETOOLONG', 'Put the folder nearer to the root of the disk.'],
])

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
