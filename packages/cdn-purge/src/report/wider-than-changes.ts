import type { Plan } from '@cdn-purge/core'
import { touchedAlong } from './touched-along.ts'

/** Says why a plan purges more than the changed URLs where the environment refuses them, undefined where it does not. */
export function widerThanChanges({ notes, stats }: Plan): string | undefined {
  if (!notes.some(({ code }) => code === 'url-refused')) return undefined
  const along = touchedAlong(stats, 'after')
  const cost = along === undefined ? '' : `: ${along}`
  return `The purge was wider than the changed URLs because the environment refuses exact URLs (code 1136)${cost}.`
}
