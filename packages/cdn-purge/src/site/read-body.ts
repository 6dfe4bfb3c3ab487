import { createHash } from 'node:crypto'

/** What is kept of the body of an answer. */
export interface ReadBody {
  /** Equal to `digestBytes` of all of it. */
  readonly digest: string
  /** Empty for a body above 16 MB: no page is that long. */
  readonly text: () => string
}

/** Longer bodies are not read to their end, in bytes. */
export const MAX_BODY: number = 256 * 1024 * 1024

const MAX_TEXT = 16 * 1024 * 1024

/**
 * Reads a body piece by piece; undefined where it is longer than is ever read. What a server says of the length is not believed:
 * it may say nothing, and what is packed may be small.
 */
export async function readBody(
  body: AsyncIterable<Uint8Array> | null,
  maxBytes: number = MAX_BODY,
): Promise<ReadBody | undefined> {
  const sha256 = createHash('sha256')
  let pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of body ?? []) {
    size += piece.byteLength
    // Leaving the loop ends the answer, so the rest is never received.
    if (size > maxBytes) return undefined
    sha256.update(piece)
    if (size <= MAX_TEXT) pieces.push(piece)
    else pieces = []
  }
  return {
    digest: `sha256-${sha256.digest('base64')}`,
    text: () => new TextDecoder().decode(Buffer.concat(pieces)),
  }
}
