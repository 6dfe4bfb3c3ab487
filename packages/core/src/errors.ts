/** What went wrong, for code; `message` and `hint` are for people. */
export type PurgeErrorCode =
  | 'bad-option'
  | 'bad-manifest'
  | 'bad-plan'
  | 'bad-request'
  | 'bad-credentials'
  | 'scan-failed'
  | 'store-failed'
  | 'bad-record'
  | 'unknown-baseline'
  | 'unknown-zone'
  | 'unknown-environment'
  | 'api-unreachable'
  | 'api-refused'
  | 'api-unreadable'
  | 'rate-limited'
  | 'url-refused'
  | 'target-refused'
  | 'too-many-targets'
  | 'plan-outdated'
  | 'too-many-removals'
  | 'not-live'
  | 'deploy-failed'
  | 'interrupted'

export interface PurgeErrorOptions {
  /** What the reader can do about it, one or two sentences. */
  readonly hint?: string
  readonly cause?: unknown
  /** Facts for programs, never secrets: `{ status: 403, codes: [10000] }`. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** The one error class of this family: what was attempted, on what, what came back, and what to do. */
export class PurgeError extends Error {
  override readonly name = 'PurgeError'
  readonly code: PurgeErrorCode
  readonly hint: string | undefined
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: PurgeErrorCode, message: string, options: PurgeErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
    this.details = options.details ?? {}
  }
}
