/**
 * Gives the function that says which hosts can share a request: all below the zone, by its name, and every other host alone.
 * With an id, or nothing, for a zone nothing is known, and all share.
 */
export function createZoneOf(zone: string | undefined): (host: string) => string {
  if (zone === undefined || !zone.includes('.')) return () => ''
  return (host) => (host === zone || host.endsWith(`.${zone}`) ? zone : host)
}
