import { closeSync, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs'
import type { ScannedAsset } from './asset.ts'
import { digestBytes, digestFile } from './digest.ts'
import { errorCode } from './error-code.ts'
import { PurgeError } from './errors.ts'
import { scanFailed } from './scan-failed.ts'

/** A file as it was when it was read. */
export interface ReadFile extends ScannedAsset {
  readonly mtimeMs: number
  readonly ino: number
}

/** Larger files are read in pieces. */
const MAX_AT_ONCE = 64 * 1024 * 1024

/** Reads the files of one folder. All throw `scan-failed`, naming the file. */
export interface Reader {
  /** The file at this path, or undefined where it is too large to be read at once. */
  read(path: string): ReadFile | undefined
  readInPieces(path: string, onPiece: () => Promise<void>): Promise<ReadFile>
  /** Throws where the file is not what it was. */
  checkUnchanged(file: ReadFile): void
}

/** Gives a reader that keeps one buffer for all files, which is what makes it as quick as reading without checks. */
export function createReader(outDir: string): Reader {
  let buffer = Buffer.allocUnsafeSlow(1024 * 1024)

  function bufferFor(size: number): Buffer {
    if (size > buffer.length) buffer = Buffer.allocUnsafeSlow(Math.min(MAX_AT_ONCE, size * 2))
    return buffer
  }

  return {
    read(path) {
      try {
        const descriptor = openSync(`${outDir}/${path}`, 'r')
        try {
          const { size, mtimeMs, ino } = fstatSync(descriptor)
          if (size > MAX_AT_ONCE) return undefined
          const bytes = readWhole(descriptor, bufferFor(size), size)
          if (bytes.length !== size) throw changed(outDir, path)
          return { path, size, digest: digestBytes(bytes), mtimeMs, ino }
        } finally {
          closeSync(descriptor)
        }
      } catch (error) {
        throw unreadable(outDir, path, error)
      }
    },

    async readInPieces(path, onPiece) {
      try {
        const { size, mtimeMs, ino } = statSync(`${outDir}/${path}`)
        const read = await digestFile(`${outDir}/${path}`, onPiece)
        if (read.size !== size) throw changed(outDir, path)
        return { path, size, digest: read.digest, mtimeMs, ino }
      } catch (error) {
        throw unreadable(outDir, path, error)
      }
    },

    checkUnchanged({ path, size, mtimeMs, ino }) {
      let now: Stats
      try {
        now = statSync(`${outDir}/${path}`)
      } catch (error) {
        throw unreadable(outDir, path, error)
      }
      if (now.size !== size || now.mtimeMs !== mtimeMs || now.ino !== ino) {
        throw changed(outDir, path)
      }
    },
  }
}

function readWhole(descriptor: number, buffer: Buffer, size: number): Buffer {
  let length = 0
  while (length < size) {
    const count = readSync(descriptor, buffer, length, size - length, null)
    if (count === 0) break
    length += count
  }
  return buffer.subarray(0, length)
}

function changed(outDir: string, path: string): Error {
  return scanFailed(outDir, `"${path}" changed while the folder was scanned`, { hint: WAIT })
}

function unreadable(outDir: string, path: string, error: unknown): unknown {
  // Only errors of the file system have a code; an aborted signal and our own errors go on as they are.
  const code = errorCode(error)
  if (code === undefined || error instanceof PurgeError) return error
  if (code !== 'ENOENT') return scanFailed(outDir, `"${path}" cannot be read`, { error })
  return scanFailed(outDir, `"${path}" vanished while the folder was scanned`, {
    error,
    hint: WAIT,
  })
}

const WAIT = 'Scan once nothing writes to the folder any more.'
