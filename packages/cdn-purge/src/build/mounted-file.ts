import { digestBytes, type Asset } from '@cdn-purge/core'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Mount } from './mounts.ts'

/** Reads a file of a build, or gives undefined where no folder has these very bytes. */
export function readMounted(mounts: readonly Mount[], asset: Asset): Buffer | undefined {
  for (const { dir, at } of mounts) {
    if (!asset.path.startsWith(at)) continue
    const bytes = readIfThere(path.join(dir, asset.path.slice(at.length)))
    if (bytes && digestBytes(bytes) === asset.digest) return bytes
  }
  return undefined
}

/** A file that cannot be read is as good as none: it only helps to compare. */
function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}
