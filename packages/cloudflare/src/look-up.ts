import { PurgeError } from '@cdn-purge/core'
import type { RequestOptions } from './options.ts'

export type LookUpOptions = Pick<RequestOptions, 'signal'>

/** Gives what was looked up; a failure says what the caller can do to need no lookup. */
export async function lookUp<Found>(find: () => Promise<Found>, otherwise: string): Promise<Found> {
  try {
    return await find()
  } catch (error) {
    if (!(error instanceof PurgeError) || error.code === 'interrupted') throw error
    throw new PurgeError(error.code, error.message, {
      hint: error.hint === undefined ? otherwise : `${error.hint} ${otherwise}`,
      cause: error.cause,
      details: error.details,
    })
  }
}
