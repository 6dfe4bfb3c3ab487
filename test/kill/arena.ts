import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEdge, type Edge } from '@cdn-purge/edge'
import { request } from 'undici'
import { startStaticHost } from '../journey/static-host.ts'
import type { LedgerPlace } from './ledger-place.ts'

export const HOST = 'www.site.example'

/** Looks like a token; nothing that is printed may hold it. */
const TOKEN = 'kill-token-0123456789abcdef'

/**
 * What the test's own visitors ask for: the port is no part of the cache key, and tells them in the log from the processes that
 * are killed.
 */
const VISITED_HOST = `${HOST}:8080`

/** What a URL answers. */
export interface Answer {
  readonly status: number
  readonly body: string
  readonly cacheStatus: string
}

/** A docroot that is served, an edge before it, and machines to deploy from. */
export interface Arena {
  readonly edge: Edge
  readonly docroot: string
  /** Where builds may be written. */
  readonly buildsDir: string
  readonly env: Readonly<Record<string, string>>
  /** Gives the working folder of a machine; where the ledger is a folder there is only one. */
  machine(number: number): Promise<string>
  /** Asks the edge as a visitor. */
  visit(path: string): Promise<Answer>
  /** Asks the origin, past the edge. */
  ask(path: string): Promise<Answer>
  close(): Promise<void>
}

export async function setArena(place: LedgerPlace): Promise<Arena> {
  const root = await mkdtemp(join(tmpdir(), 'cdn-purge-kill-'))
  const ends: ((...none: never[]) => unknown)[] = []
  const onEnd = (end: (typeof ends)[number]): void => void ends.unshift(end)
  onEnd(() => rm(root, { recursive: true, force: true, maxRetries: 5 }))
  const docroot = join(root, 'docroot')
  await mkdir(docroot)
  const origin = await startStaticHost(docroot, onEnd)
  const edge = await startEdge({
    sites: [{ host: HOST, origin }],
    zones: [{ name: 'site.example', plan: 'enterprise' }],
    environments: [{ name: 'Staging', select: { by: 'address' } }],
    rules: { cacheEverything: true },
    credentials: { token: TOKEN },
  })
  onEnd(() => edge.close())
  const address = edge.environmentAddress('Staging')
  const config = {
    site: `http://${HOST}`,
    cloudflare: { zone: 'site.example', environment: 'Staging' },
    access: { address },
    ledger: place.ledger,
    waitForLive: 2,
    // Both ways out of the baseline are to be seen: some killed deploys are given up, others stay.
    abandonAfter: 30,
  }

  return {
    edge,
    docroot,
    buildsDir: join(root, 'builds'),
    env: {
      PATH: process.env['PATH'] ?? '',
      CLOUDFLARE_BASE_URL: edge.apiUrl,
      CLOUDFLARE_API_TOKEN: TOKEN,
      ...place.env,
    },
    async machine(number) {
      const folder = join(root, `machine-${place.isShared ? number : 0}`)
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, 'cdn-purge.config.json'), JSON.stringify(config))
      return folder
    },
    visit: (path) => get(`http://${address}`, VISITED_HOST, path),
    ask: (path) => get(origin, HOST, path),
    async close() {
      for (const end of ends) await end()
    },
  }
}

/** Whether a visit in the edge's log is one of the test's own. */
export function isOurVisit({ url }: { readonly url: string }): boolean {
  return url.startsWith(`http://${VISITED_HOST}/`)
}

async function get(server: string, host: string, path: string): Promise<Answer> {
  const { statusCode, headers, body } = await request(`${server}${path}`, { headers: { host } })
  return {
    status: statusCode,
    body: await body.text(),
    cacheStatus: String(headers['cf-cache-status']),
  }
}
