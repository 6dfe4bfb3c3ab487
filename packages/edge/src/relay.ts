import type { VisitorAnswer } from './visitor-answer.ts'

/** What is left of a body that was passed on. */
export interface Relayed {
  /** The whole body, unless it was larger than what was to be kept. */
  readonly kept: Buffer | undefined
  /** The last piece, not yet passed on: who gets it knows that the answer is complete. */
  readonly last: Buffer
}

/** Passes a body on as it comes, and keeps a copy of up to so many bytes. */
export async function relay(
  body: AsyncIterable<Buffer>,
  answer: Pick<VisitorAnswer, 'write'>,
  maxKeptBytes: number,
): Promise<Relayed> {
  const kept: Buffer[] = []
  let size = 0
  let last: Buffer = Buffer.alloc(0)
  for await (const chunk of body) {
    await answer.write(last)
    last = chunk
    size += chunk.length
    if (size <= maxKeptBytes) kept.push(chunk)
    else kept.length = 0
  }
  return { kept: size <= maxKeptBytes ? Buffer.concat(kept) : undefined, last }
}
