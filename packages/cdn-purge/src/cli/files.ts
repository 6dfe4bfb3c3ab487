import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { PurgeError, type PurgeErrorCode } from '@cdn-purge/core'

/**
 * Reads a file that was named on the command line.
 *
 * @throws {PurgeError} `code`
 */
export async function readInput(file: string, code: PurgeErrorCode, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8')
  } catch (cause) {
    throw new PurgeError(code, `Could not read "${file}": ${reason(cause)}.`, { cause })
  }
}

/**
 * Writes a file that was named on the command line.
 *
 * @throws {PurgeError} `bad-option`
 */
export async function writeOutput(file: string, text: string, cwd: string): Promise<void> {
  try {
    await writeFile(resolve(cwd, file), text)
  } catch (cause) {
    throw new PurgeError('bad-option', `Could not write "${file}": ${reason(cause)}.`, { cause })
  }
}

const REASONS = new Map([
  ['ENOENT', 'it does not exist'],
  ['EISDIR', 'it is a folder'],
  ['EACCES', 'access was denied'],
  ['ENOSPC', 'the disk is full'],
])

function reason(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return REASONS.get(code) ?? (cause instanceof Error ? cause.message : String(cause))
}
