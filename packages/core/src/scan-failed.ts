import { PurgeError } from './errors.ts'

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

/** The code of an error of the file system: `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
