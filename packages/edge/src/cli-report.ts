import type { Edge, EdgeOptions } from './edge.ts'

/** Says where the edge is and how to use it, a line each. */
export function reportEdge(edge: Edge, options: EdgeOptions): string[] {
  const { port } = new URL(edge.url)
  const environments = edge.environments().map(({ name, ref }) => {
    const select = options.environments?.find((option) => option.name === name)?.select
    const how = select?.by === 'cookie' ? ` with the cookie ${select.cookie}` : ''
    return `  ${name.padEnd(12)} http://${edge.environmentAddress(name)}${how}  (ref ${ref})`
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
