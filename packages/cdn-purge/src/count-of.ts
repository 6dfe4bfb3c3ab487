const NUMBERS = new Intl.NumberFormat('en')

/** Gives `1,234`. */
export function formatCount(count: number): string {
  return NUMBERS.format(count)
}

/** Gives `1 URL`, `1,234 URLs`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : plural(noun)}`
}

function plural(noun: string): string {
  return noun.endsWith('x') ? 'es' : 's'
}
