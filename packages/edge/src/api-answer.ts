/** One error as the API writes it. */
export interface ApiError {
  readonly code: number
  readonly message: string
  readonly error_chain?: readonly ApiError[]
  /** Where in the request body: `{ pointer: '/files/3' }`. */
  readonly source?: { readonly pointer: string }
}

/** An answer of the API before it is written as JSON. */
export interface ApiAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: {
    readonly success: boolean
    readonly errors: readonly ApiError[]
    readonly messages: readonly string[]
    readonly result: unknown
    readonly result_info?: unknown
  }
}

/** Builds the answer of a request that was done. */
export function success(result: unknown, resultInfo?: unknown): ApiAnswer {
  const info = resultInfo === undefined ? {} : { result_info: resultInfo }
  return { status: 200, body: { success: true, errors: [], messages: [], result, ...info } }
}

/** Builds the answer of a request that was not done. */
export function refusal(status: number, ...errors: readonly ApiError[]): ApiAnswer {
  return { status, body: { success: false, errors, messages: [], result: null } }
}

/** Builds the answer for a path with a wrong or empty identifier. */
export function unroutable(path: string): ApiAnswer {
  return refusal(
    404,
    { code: 7003, message: `Could not route to ${path}, perhaps an identifier in it is wrong.` },
    { code: 7000, message: 'No route for that URI.' },
  )
}
