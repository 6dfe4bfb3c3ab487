import { PurgeError } from '../errors.ts'

/** The error of a scan: what was wrong below which folder, with what the file system said about it. */
export function scanFailed(
  outDir: string,
  problem: string,
  { error, hint }: { readonly error?: unknown; readonly hint?: string } = {},
): PurgeError {
  const answer = error instanceof Error ? ` (${error.message})` : ''
  return new PurgeError('scan-failed', `Could not scan "${outDir}": ${problem}${answer}.`, {
    ...(error === undefined ? {} : { cause: error }),
    ...(hint === undefined ? {} : { hint }),
  })
}
