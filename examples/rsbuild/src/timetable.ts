/** A tram every twelve minutes. */
export function next(now: Date): string {
  const minutes = now.getHours() * 60 + now.getMinutes()
  const leaves = Math.ceil(minutes / 12) * 12
  return `${Math.floor(leaves / 60) % 24}:${String(leaves % 60).padStart(2, '0')}`
}
