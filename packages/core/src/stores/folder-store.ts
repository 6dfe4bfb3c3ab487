import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { errorCode } from '../error-code.ts'
import { checkKey, storeFailed } from './store-failed.ts'
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
        if (errorCode(error) === 'ENOENT') return undefined
        throw storeFailed(`read ${JSON.stringify(key)} from`, root, error)
      }
    },

    async put(key, value) {
      const file = fileOf(root, key)
      try {
        await makeRoot(root)
        await makeFolder(path.dirname(file))
        await replaceFile(file, value)
      } catch (error) {
        throw storeFailed(`write ${JSON.stringify(key)} to`, root, error)
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
        throw storeFailed(`list the keys that begin with ${JSON.stringify(prefix)} in`, root, error)
      }
    },

    async delete(key) {
      const file = fileOf(root, key)
      try {
        await rm(file, { force: true })
        await syncFolder(path.dirname(file))
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return
        throw storeFailed(`delete ${JSON.stringify(key)} from`, root, error)
      }
    },
  }
}

function fileOf(root: string, key: string): string {
  return path.join(root, ...keyToNames(checkKey(key)))
}

async function collectKeys(root: string, names: readonly string[], keys: string[]): Promise<void> {
  const entries = await readdir(path.join(root, ...names), { withFileTypes: true }).catch(
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return []
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

/** Makes the names in a folder durable, where the system has a call for it; Windows and some network disks have none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } catch (error) {
    if (errorCode(error) !== 'EINVAL' && errorCode(error) !== 'ENOTSUP') throw error
  } finally {
    await handle.close()
  }
}
