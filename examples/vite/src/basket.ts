const PRICES = new Map([
  ['sourdough', 740],
  ['rye', 620],
  ['croissant', 260],
  ['bun', 310],
])

const basket = new Map<string, number>()

/** Puts `count` more of `bread` into the basket. */
export function add(bread: string, count: number): void {
  basket.set(bread, (basket.get(bread) ?? 0) + count)
}

/** One line that says what is in the basket and what it comes to. */
export function describe(): string {
  const lines = [...basket].map(([bread, count]) => `${count} × ${bread}`)
  const cents = [...basket].reduce(
    (sum, [bread, count]) => sum + (PRICES.get(bread) ?? 0) * count,
    0,
  )
  return `${lines.join(', ')}: ${(cents / 100).toFixed(2)}, to be fetched tomorrow.`
}
