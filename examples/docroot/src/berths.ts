/** How many berths the harbour master expects to be free on the day of `now`. */
export function freeBerths(now: Date): string {
  return now.getDay() % 6 === 0 ? 'None: it is the weekend.' : 'Four, on the north quay.'
}
