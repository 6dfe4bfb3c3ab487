import type { PurgeAction, PurgeBatch } from './purger.ts'

/** One request of a plan, small enough to be sent as it is. */
export type PlanRequest = PurgeBatch & { readonly action: PurgeAction; readonly reason: string }
