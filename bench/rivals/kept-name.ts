import type { Deploy } from './rival.ts'

/** True for a removed file whose name carries a hash: open tabs still ask for it, and its bytes are right for ever. */
export function isKeptName(path: string, { before }: Pick<Deploy, 'before'>): boolean {
  return before.assets.get(path)?.fingerprinted === true
}
