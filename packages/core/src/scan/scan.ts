import { setImmediate as nextTurn } from 'node:timers/promises'
import { comparePaths, type ScannedAsset } from '../manifest/asset.ts'
import { createIgnore } from './ignore.ts'
import { MAX_ASSETS } from '../manifest/manifest-file.ts'
import type { Note } from '../note.ts'
import { changed, createReader } from './reader.ts'
import { scanFailed } from './scan-failed.ts'
import { describeAlike, describeSkipped } from './scan-notes.ts'
import { walk, type Skipped } from './walk.ts'

export interface ScanOptions {
  /** Globs of paths that are left out: `**\/*.map`, `drafts/`. Names that begin with a dot are matched like others. */
  readonly ignore?: readonly string[] | undefined
  readonly signal?: AbortSignal | undefined
  /** Told how far it is, a few times a second. */
  readonly onProgress?: ((progress: ScanProgress) => void) | undefined
}

export interface ScanProgress {
  readonly files: number
  readonly bytes: number
}

export interface Scan {
  /** Every regular file, in path order. Names are kept as they are on disk, as that is what a host answers to. */
  readonly assets: ScannedAsset[]
  /** What was seen and left out, and what a host may take otherwise. */
  readonly notes: Note[]
}

/** Bytes read between two turns of the event loop, some 30 ms of work; asking the clock after each file would cost more. */
const TURN_BYTES = 16 * 1024 * 1024
/** A file system may stamp a write with the time of the tick before. */
const CLOCK_TICK_MS = 20
/** What opening a file costs in bytes read, and what looking at it again does. */
const OPEN_BYTES = 32 * 1024
const LOOK_BYTES = 8 * 1024

/**
 * Lists what a static host would serve from a folder, with digests: all files as they were at one moment, links inside it followed.
 *
 * @throws {PurgeError} `scan-failed`, naming the file, where one changed or vanished meanwhile or cannot be read, where links form a
 * cycle, and where the folder is missing; `bad-option` for a glob. Throws the reason of `signal` once that is aborted.
 */
export async function scan(outDir: string, options: ScanOptions = {}): Promise<Scan> {
  const { ignore = [], signal, onProgress } = options
  const reader = createReader(outDir)
  const skipped: Skipped[] = []
  const files: ScannedAsset[] = []
  const since = Date.now() - CLOCK_TICK_MS
  let bytes = 0
  let work = 0

  async function takeTurn(): Promise<void> {
    onProgress?.({ files: files.length, bytes })
    await nextTurn()
    signal?.throwIfAborted()
    work = 0
  }

  signal?.throwIfAborted()
  for (const path of walk(outDir, createIgnore(ignore), (one) => skipped.push(one))) {
    if (files.length >= MAX_ASSETS) throw scanFailed(outDir, `it has more than ${MAX_ASSETS} files`)
    const file = reader.read(path) ?? (await reader.readInPieces(path, takeTurn))
    files.push(file)
    bytes += file.size
    work += file.size + OPEN_BYTES
    if (work > TURN_BYTES) await takeTurn()
  }
  for (const file of files) {
    if (!reader.isUntouched(file, since)) {
      const again = await reader.readInPieces(file.path, takeTurn)
      if (again.digest !== file.digest) throw changed(outDir, file.path)
    }
    work += LOOK_BYTES
    if (work > TURN_BYTES) await takeTurn()
  }
  onProgress?.({ files: files.length, bytes })

  const assets = files.toSorted((a, b) => comparePaths(a.path, b.path))
  return { assets, notes: [...describeSkipped(skipped), ...describeAlike(assets)] }
}
