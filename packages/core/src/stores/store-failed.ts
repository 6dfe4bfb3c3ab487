import { errorCode } from '../error-code.ts'
import { PurgeError } from '../errors.ts'

/** The error of a store in a folder: `Could not write "records/1" to the folder "/x/.cdn-purge": …`. */
export function storeFailed(attempt: string, root: string, error: unknown): PurgeError {
  const code = errorCode(error)
  const answer = error instanceof Error ? error.message : String(error)
  const hint = HINTS.get(code ?? '')
  return new PurgeError('store-failed', `Could not ${attempt} the folder "${root}": ${answer}.`, {
    cause: error,
    details: { root, ...(code === undefined ? {} : { code }) },
    ...(hint === undefined ? {} : { hint }),
  })
}

const FULL = 'Free some space and run it again. What was recorded before is intact.'
const FORBIDDEN = 'Let this user read and write there, or set `ledger` to another place.'
const TAKEN = 'A file has the name of that folder. Remove it, or set `ledger` to another place.'

const HINTS: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', FULL],
  ['EDQUOT', FULL],
  ['EACCES', FORBIDDEN],
  ['EPERM', FORBIDDEN],
  ['EROFS', FORBIDDEN],
  ['ENOTDIR', TAKEN],
  ['EEXIST', TAKEN],
])

/** Gives the key back, or throws where no store could hold it. */
export function checkKey(key: string): string {
  if (key === '') throw new PurgeError('store-failed', 'A store cannot hold an empty key.')
  return key
}
