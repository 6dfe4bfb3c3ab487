import { readFileSync } from 'node:fs'
import { diff, keptAssets, parseManifest, plan } from '@cdn-purge/core'
import { rateLimits } from '@cdn-purge/cloudflare'
import { EXAMPLE_SITE } from '../example-site.ts'

/** What one process took to plan one deploy. */
export interface Measured {
  readonly parseMs: number
  readonly diffMs: number
  readonly planMs: number
  /** Of diff and plan, all threads: what counts on a machine that does other things too. */
  readonly cpuMs: number
  /** The most memory that the process ever had. */
  readonly peakBytes: number
  readonly changes: number
  readonly targets: number
  readonly requests: number
  readonly seconds: number
}

const [beforeFile = '', afterFile = '', route] = process.argv.slice(2)

const started = performance.now()
const before = parseManifest(readFileSync(beforeFile, 'utf8'), beforeFile)
const after = parseManifest(readFileSync(afterFile, 'utf8'), afterFile)
const parsed = performance.now()
const cpuAtParsed = process.cpuUsage()
const changes = diff([before], after)
const diffed = performance.now()
const { stats } = plan(changes, EXAMPLE_SITE, {
  limits: { maxUrls: 100, maxKeys: 100, acceptsUrls: route === 'exact' },
  rates: rateLimits('free', 'zone'),
  isPath: (path) => before.assets.has(path) || after.assets.has(path),
  kept: keptAssets(after, [before], changes),
})
const planned = performance.now()
const cpu = process.cpuUsage(cpuAtParsed)

process.send?.({
  parseMs: parsed - started,
  diffMs: diffed - parsed,
  planMs: planned - diffed,
  cpuMs: (cpu.user + cpu.system) / 1000,
  peakBytes: process.resourceUsage().maxRSS * 1024,
  changes: changes.length,
  targets: stats.targets,
  requests: stats.requests,
  seconds: stats.seconds,
} satisfies Measured)
