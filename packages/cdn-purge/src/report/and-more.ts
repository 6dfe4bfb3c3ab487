import { formatCount } from '@cdn-purge/core'

/** Gives the line that says what a list left out, if it left anything out. */
export function andMore(count: number): string[] {
  return count === 0 ? [] : [`    … and ${formatCount(count)} more (\`--all\` shows them)`]
}
