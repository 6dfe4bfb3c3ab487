import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** The digest of every file below a folder by its path, found without any code of ours. */
export type Tree = ReadonlyMap<string, string>

export async function readTree(dir: string): Promise<Tree> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  const digests = files.map(async (file): Promise<[string, string]> => [
    path.relative(dir, file).split(path.sep).join('/'),
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
  ])
  return new Map(await Promise.all(digests))
}

/** Paths whose bytes differ, or that only one of the two has. */
export function differingPaths(before: Tree, after: Tree): string[] {
  const paths = new Set([...before.keys(), ...after.keys()])
  return [...paths].filter((file) => before.get(file) !== after.get(file))
}
