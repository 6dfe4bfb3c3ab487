import type { Target } from './targets.ts'

/** Why only a key reaches a target, the widest reason first. */
export const CAUSES = [
  'whole-site',
  'fallback',
  'redirect',
  'query',
  'refused',
  'whole-folder',
] as const

export type Cause = (typeof CAUSES)[number]

/** A target that no exact URL reaches, or not all of it. */
export interface Demand {
  readonly target: Target
  readonly cause: Cause
}
