/** Says when a plant that drinks every `days` days is thirsty again, if it drank at `now`. */
export function nextWatering(days: number, now: Date): string {
  const next = new Date(now.getTime() + days * 86_400_000)
  return `On ${next.toLocaleDateString('en', { weekday: 'long', day: 'numeric', month: 'long' })}.`
}
