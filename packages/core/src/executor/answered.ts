import { PurgeError } from '../errors.ts'
import type { PlanRequest } from '../plan/plan-format.ts'

/** How long the CDN told to wait, in ms, if it did. */
export function toldMs({ details }: PurgeError): number | undefined {
  const told = details['retryAfterMs']
  return typeof told === 'number' ? told : undefined
}

/** How many targets are surely taken where more were too many. */
export function takes({ details }: PurgeError): number {
  const most = details['takes']
  return typeof most === 'number' ? most : 1
}

/** Says which target it was, where it was one. */
export function naming(request: PlanRequest, error: PurgeError): PurgeError {
  const [target] = request.targets
  if (target === undefined || request.targets.length !== 1) return error
  const name = typeof target === 'string' ? target : target.url
  return new PurgeError(error.code, `${error.message} The target is "${name}".`, {
    ...(error.hint !== undefined && { hint: error.hint }),
    cause: error,
    details: { ...error.details, targets: [target] },
  })
}
