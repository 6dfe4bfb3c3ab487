/** What the site answered when it was asked, past the cache, which build it serves. */
export type ProbeAnswer =
  | { readonly kind: 'this' }
  /** The marker names another build, by id. */
  | { readonly kind: 'other'; readonly build: string }
  | { readonly kind: 'mixed'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string }
