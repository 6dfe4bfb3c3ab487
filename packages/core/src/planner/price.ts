/**
 * Gives the choice for the lowest whole price, from 0 to `most`, whose choice fits; undefined where not even the highest one fits.
 * A choice that fits must do so at every higher price.
 */
export function lowestFitting<T>(
  choose: (price: number) => T,
  fits: (choice: T) => boolean,
  most: number,
): T | undefined {
  const cheapest = choose(0)
  if (fits(cheapest)) return cheapest
  let found = choose(most)
  if (!fits(found)) return undefined
  // Doubling first: most prices that matter are far below the highest.
  let below = 0
  let price = most
  for (let probe = 1; probe < price; probe *= 2) {
    const choice = choose(probe)
    if (fits(choice)) {
      price = probe
      found = choice
    } else below = probe
  }
  while (price - below > 1) {
    const middle = Math.floor((below + price) / 2)
    const choice = choose(middle)
    if (fits(choice)) {
      price = middle
      found = choice
    } else below = middle
  }
  return found
}
