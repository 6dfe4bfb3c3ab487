import { digestBytes, type Manifest } from '@cdn-purge/core'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { mountOutputs } from './mounts.ts'
import type { ResolvedOptions } from '../options/options.ts'
import { outputsOf } from './outputs-of.ts'

/** Gives the text of a path as it was built, or undefined where the output folder has not these very bytes. */
export type BuiltText = (path: string) => Promise<string | undefined>

/** Reads files of the output folder, where there is one, and only those that are what the manifest says. */
export function createBuiltText(options: ResolvedOptions, manifest: Manifest): BuiltText {
  if (options.dirs.length === 0) return () => Promise.resolve(undefined)
  const { mounts } = mountOutputs(outputsOf(options))
  return async (asked) => {
    const digest = manifest.assets.get(asked)?.digest
    if (digest === undefined) return undefined
    for (const { dir, at } of mounts) {
      if (!asked.startsWith(at)) continue
      const bytes = await readIfThere(path.join(dir, asked.slice(at.length)))
      if (bytes && digestBytes(bytes) === digest) return bytes.toString('utf8')
    }
    return undefined
  }
}

/** A file that cannot be read is as good as none: it only helps to compare. */
async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch {
    return undefined
  }
}
