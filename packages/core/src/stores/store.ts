/**
 * Where records live: keys to bytes. Keys are non-empty strings of any characters, `/` separates levels by convention only.
 * No compare-and-swap is asked for, so a folder, S3, R2, KV and Redis all qualify.
 */
export interface Store {
  /** The bytes under `key`, or undefined where there are none. Any other failure throws. */
  get(key: string): Promise<Uint8Array | undefined>

  /** Stores the bytes whole or not at all; once it resolves they are durable. Replaces what was there. */
  put(key: string, value: Uint8Array): Promise<void>

  /** Every key that begins with `prefix` (as a string, not by level), in no particular order. */
  list(prefix: string): Promise<string[]>

  /** Removes `key`; nothing happens where there is none. */
  delete(key: string): Promise<void>

  /**
   * Where the store can: takes a name that is no key for `ms` milliseconds. Undefined while somebody else has it.
   * Nothing is right only because of it.
   */
  lease?(name: string, ms: number): Promise<Lease | undefined>
}

/** A turn that ends by itself where whoever has it dies. */
export interface Lease {
  /** Begins its time anew; false where it had run out. */
  renew(): Promise<boolean>

  /** Ends it, where it has not run out. */
  release(): Promise<void>
}
