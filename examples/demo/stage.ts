import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEdge, type Edge } from '@cdn-purge/edge'
import { copyBakery, type PluginOptions } from './bakery.ts'
import { startOrigin, type OriginServer } from './origin-server.ts'
import { createVisitor, type Visitor } from './visitor.ts'

/** Of the site, as visitors know it. */
export const HOST = 'www.bakery.example'

/** Everything that the demo plays on, all of it on this machine. */
export interface Stage {
  /** The site's sources, with `dist` below. */
  readonly sources: string
  readonly outDir: string
  readonly docroot: string
  readonly origin: OriginServer
  readonly edge: Edge
  readonly production: Visitor
  readonly staging: Visitor
  readonly options: PluginOptions
  close(): Promise<void>
}

/** Copies the sources, starts the web server and the edge in front of it, and sends two visitors. */
export async function setStage(): Promise<Stage> {
  const temp = await mkdtemp(join(tmpdir(), 'cdn-purge-demo-'))
  const sources = join(temp, 'site')
  const docroot = join(temp, 'docroot')
  await mkdir(docroot)
  await copyBakery(sources)

  const origin = await startOrigin(docroot)
  const edge = await startEdge({
    sites: [{ host: HOST, origin: origin.url }],
    zones: [{ name: 'bakery.example', plan: 'enterprise' }],
    environments: [{ name: 'Staging', select: { by: 'address' } }],
    rules: { cacheEverything: true },
  })
  const address = edge.environmentAddress('Staging')
  const production = createVisitor(edge.url, HOST)
  const staging = createVisitor(`http://${address}`, HOST)
  return {
    sources,
    outDir: join(sources, 'dist'),
    docroot,
    origin,
    edge,
    production,
    staging,
    options: {
      site: `http://${HOST}`,
      cloudflare: { zone: 'bakery.example', environment: 'Staging' },
      access: { address },
    },
    async close() {
      production.leave()
      staging.leave()
      await edge.close()
      await origin.close()
      await rm(temp, { recursive: true, force: true })
    },
  }
}
