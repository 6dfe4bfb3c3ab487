import type { Note } from '@cdn-purge/core'
import type { CloudflarePlan } from './limits.ts'

/** Where purges go: a zone, and one of its environments or Production, which stands for all of them. */
export interface Target {
  readonly zone: {
    readonly id: string
    /** Known where the zone was looked up by its name. */
    readonly name?: string
    readonly plan?: CloudflarePlan
  }
  readonly environment: TargetEnvironment
  readonly notes: readonly Note[]
}

export type TargetEnvironment =
  /** The zone endpoint: it reaches Production and every other environment. */
  | { readonly kind: 'production' }
  | {
      readonly kind: 'environment'
      /** Its `ref`. */
      readonly id: string
      /** Known, as the expression is, where the environment was looked up. */
      readonly name?: string
      /** Which requests it serves: `(cf.zone.name eq "example.com")`. */
      readonly expression?: string
    }

/** Names a target as people know it: `environment "Staging" of zone "example.com"`. */
export function describeTarget({ zone, environment }: Target): string {
  const where = `zone "${zone.name ?? zone.id}"`
  return environment.kind === 'production'
    ? `Production of ${where}`
    : `environment "${environment.name ?? environment.id}" of ${where}`
}
