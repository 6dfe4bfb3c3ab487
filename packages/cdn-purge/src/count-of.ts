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
