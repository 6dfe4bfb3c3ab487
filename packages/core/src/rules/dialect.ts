/**
 * Whose way of reading a file of rules. The output does not say which host it is for, so whatever either of the two would answer
 * otherwise counts as changed.
 */
export type Dialect = 'cloudflare' | 'netlify'

export const DIALECTS: readonly Dialect[] = ['cloudflare', 'netlify']
