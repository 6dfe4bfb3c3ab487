import { closeSync, openSync, readSync, statSync, type Stats } from 'node:fs'
import type { ScannedAsset } from '../manifest/asset.ts'
import { digestBytes, digestFile } from '../manifest/digest.ts'
import { errorCode } from '../error-code.ts'
import { PurgeError } from '../errors.ts'
import { scanFailed } from './scan-failed.ts'

/** Larger files are read in pieces. */
const MAX_AT_ONCE = 64 * 1024 * 1024

/** Reads the files of one folder. Everything throws `scan-failed`, naming the file. */
export interface Reader {
  /** The file at this path; undefined where it is too large to be read at once. */
  read(path: string): ScannedAsset | undefined

  /** The file at this path, whatever its size. Waits for `onPiece` after each piece. */
  readInPieces(path: string, onPiece: () => Promise<void>): Promise<ScannedAsset>

  /** Says whether nothing can have written to the file since then, in milliseconds since the epoch. Throws where it is gone. */
  isUntouched(file: ScannedAsset, since: number): boolean
}

/**
 * Gives a reader that keeps one buffer for all files. It makes four calls of the system for a small file, as many as reading it
 * without any check takes, which is why `isUntouched` looks at times and does not compare with an earlier look.
 */
export function createReader(outDir: string): Reader {
  let buffer = Buffer.allocUnsafeSlow(1024 * 1024)

  /** Reads from where `buffer` is filled up to, and gives where it is filled then. */
  function fill(descriptor: number): number {
    let length = readSync(descriptor, buffer, 0, buffer.length, null)
    while (length === buffer.length && length < MAX_AT_ONCE) {
      const larger = Buffer.allocUnsafeSlow(Math.min(MAX_AT_ONCE, length * 4))
      buffer.copy(larger)
      buffer = larger
      length += readSync(descriptor, buffer, length, buffer.length - length, null)
    }
    return length
  }

  return {
    read(path) {
      try {
        const descriptor = openSync(`${outDir}/${path}`, 'r')
        try {
          const size = fill(descriptor)
          if (size === MAX_AT_ONCE) return undefined
          return { path, size, digest: digestBytes(buffer.subarray(0, size)) }
        } finally {
          closeSync(descriptor)
        }
      } catch (error) {
        throw unreadable(outDir, path, error)
      }
    },

    async readInPieces(path, onPiece) {
      try {
        const { size } = statSync(`${outDir}/${path}`)
        const read = await digestFile(`${outDir}/${path}`, onPiece)
        if (read.size !== size) throw changed(outDir, path)
        return { path, ...read }
      } catch (error) {
        throw unreadable(outDir, path, error)
      }
    },

    isUntouched({ path, size }, since) {
      let now: Stats
      try {
        now = statSync(`${outDir}/${path}`)
      } catch (error) {
        throw unreadable(outDir, path, error)
      }
      // Unlike mtime this cannot be set back, and a file that is put in the place of another has a new one as well.
      return now.size === size && now.ctimeMs < since
    },
  }
}

function unreadable(outDir: string, path: string, error: unknown): unknown {
  // Only errors of the file system have a code; an aborted signal and our own errors go on as they are.
  if (errorCode(error) === undefined || error instanceof PurgeError) return error
  return errorCode(error) === 'ENOENT'
    ? scanFailed(outDir, `"${path}" vanished while the folder was scanned`, { error, hint: WAIT })
    : scanFailed(outDir, `"${path}" cannot be read`, { error })
}

/** The error of a scan that met a file in two states. */
export function changed(outDir: string, path: string): PurgeError {
  return scanFailed(outDir, `"${path}" changed while the folder was scanned`, { hint: WAIT })
}

const WAIT = 'Scan once nothing writes to the folder any more.'
