import type { DeployRecord } from '@cdn-purge/core'

/** Kept in a record that `run` itself began, as nobody had before the build went live. */
export const BEGUN_LATE: Readonly<Record<string, unknown>> = { begunLate: true }

/** True where a record says nothing about what was live before it, so that no later run of it is proven either. */
export function isBegunLate({ options }: DeployRecord): boolean {
  return options['begunLate'] === true
}
