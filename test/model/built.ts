import { buildId, createManifest, digestBytes } from '@cdn-purge/core'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Deployer } from './deployer.ts'
import { MARKER, type Files } from './host.ts'

/** Writes a build into the folder of a deployer, as a build tool does that empties it before. */
export function writeBuild(who: Deployer, files: Files): void {
  const before = who.files ?? new Map<string, string>()
  rmSync(join(who.dir, MARKER), { force: true })
  for (const path of before.keys()) if (!files.has(path)) rmSync(join(who.dir, path))
  for (const [path, text] of files) {
    if (before.get(path) === text) continue
    const file = join(who.dir, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  who.files = files
  who.build = buildOf(files)
  who.begun = undefined
  who.hasUploaded = false
}

/** Gives the text of the marker that lies in the folder of a deployer. */
export function markerIn({ dir }: Deployer): string | undefined {
  const file = join(dir, MARKER)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function buildOf(files: Files): string {
  const assets = Array.from(files, ([path, text]) => ({
    path,
    size: text.length,
    digest: digestBytes(Buffer.from(text)),
    fingerprinted: false,
  }))
  return buildId(createManifest(assets), MARKER)
}
