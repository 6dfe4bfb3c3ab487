import { createHash, hash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** Read at once by `digestFile`: large enough for speed, small enough to let timers and signals in between. */
const PIECE_BYTES = 4 * 1024 * 1024

/** Gives the digest of these bytes: `sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=`. */
export function digestBytes(bytes: Uint8Array): string {
  return `sha256-${hash('sha256', bytes, 'base64')}`
}

/**
 * Gives the digest of a file of any size and how many bytes were read, piece by piece; equal to `digestBytes` of the whole.
 * Waits for `onPiece` after every piece, which may throw to stop.
 *
 * @throws the error of the file system.
 */
export async function digestFile(
  file: string,
  onPiece: (sizeBytes: number) => Promise<void> = () => nextTurn(),
): Promise<{ readonly size: number; readonly digest: string }> {
  const descriptor = openSync(file, 'r')
  try {
    const sha256 = createHash('sha256')
    const piece = Buffer.allocUnsafeSlow(PIECE_BYTES)
    let size = 0
    for (;;) {
      const count = readSync(descriptor, piece, 0, PIECE_BYTES, null)
      if (count === 0) return { size, digest: `sha256-${sha256.digest('base64')}` }
      sha256.update(piece.subarray(0, count))
      size += count
      await onPiece(count)
    }
  } finally {
    closeSync(descriptor)
  }
}
