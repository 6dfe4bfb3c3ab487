/** Gives `1,234`. */
export function formatCount(count: number): string {
  // `Intl` says the same and takes 20 ms to load.
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** Gives `1 URL`, `1,234 URLs`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : plural(noun)}`
}

function plural(noun: string): string {
  return noun.endsWith('x') ? 'es' : 's'
}

/** Gives `2.5 s`, `44 s`, `3 min`, `1.5 h`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`
  if (seconds < 120) return `${Math.round(seconds)} s`
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 360) / 10} h`
}
