import type { Change } from './diff.ts'

/**
 * True when the URLs of a change must lose their cached copies.
 * Only a removed name that vouches for its bytes stays: open tabs and old pages still ask for it.
 */
export function isEvicted(change: Change): boolean {
  return !(change.kind === 'removed' && change.fingerprinted)
}
