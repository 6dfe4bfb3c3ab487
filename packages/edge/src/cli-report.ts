import type { Edge, EdgeOptions } from './edge.ts'

/** Says where the edge is and how to use it, a line each. */
export function reportEdge(edge: Edge, options: EdgeOptions): string[] {
  const { port } = new URL(edge.url)
  // The edge tells sites apart by the host asked for, so a browser must ask for a site's own.
  const loopback = options.sites.some(({ host }) => host === 'localhost')
    ? 'localhost'
    : '127.0.0.1'
  const environments = edge.environments().map(({ name, ref }) => {
    const select = options.environments?.find((option) => option.name === name)?.select
    const how = select?.by === 'cookie' ? ` with the cookie ${select.cookie}` : ''
    const address = edge.environmentAddress(name).replace(/^127\.0\.0\.1(?=:)/, loopback)
    return `  ${name.padEnd(12)} http://${address}${how}  (ref ${ref})`
  })
  const zones = edge.zones().map(({ name, id, plan }) => `  ${name.padEnd(12)} ${id}  (${plan})`)
  return [
    'Sites',
    ...options.sites.map(({ host, origin }) => `  http://${host}:${port}  from ${origin}`),
    'Environments',
    ...environments,
    'Zones',
    ...zones,
    'For a client of the API',
    `  export CLOUDFLARE_BASE_URL=${edge.apiUrl}`,
    `  export CLOUDFLARE_API_TOKEN=${options.credentials?.token === undefined ? 'any' : '<the token given>'}`,
    'Ctrl-C ends it.',
  ]
}
