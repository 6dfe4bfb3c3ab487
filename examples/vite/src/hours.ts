const HOURS = ['7 to 12', undefined, '6 to 14', '6 to 14', '6 to 14', '6 to 14', '6 to 12']

/** What the footer says on the day of `now`. */
export function openingHours(now: Date): string {
  const today = HOURS[now.getDay()]
  return today === undefined ? 'Closed today: the oven rests.' : `Open today from ${today}.`
}
