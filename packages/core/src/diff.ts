/** How one path differs between what the edge may hold and the new build. */
export interface Change {
  readonly kind: 'added' | 'changed' | 'removed'
  readonly path: string
  /** In the words that people are shown: `other bytes than build 1a2b3c4d`. */
  readonly reason: string
  readonly fingerprinted: boolean
}
