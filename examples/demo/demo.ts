import { performance } from 'node:perf_hooks'
import { buildBakery } from './bakery.ts'
import { cdnPurge } from './command-line.ts'
import { deploy } from './docroot.ts'
import { applyEdit, EDITS } from './edits.ts'
import { heading, paint, quote, say } from './print.ts'
import { fate, problems, type Row } from './row.ts'
import { addressesOf, digestAt, readSiteFolder, type SiteFolder } from './site-folder.ts'
import { HOST, setStage, type Stage } from './stage.ts'
import { table } from './table.ts'
import type { Seen } from './visitor.ts'

/** Where no terminal can draw a bar, `cdn-purge` prints these lines instead. */
const PROGRESS = /^(?:Checking|Purging), \d+ of \d+/

const started = performance.now()
const stage = await setStage()
try {
  process.exitCode = await demo(stage)
} finally {
  await stage.close()
}

async function demo({ sources, outDir, docroot, origin, options, staging }: Stage): Promise<0 | 1> {
  heading('A bakery is built with Vite and deployed; nothing is known of the edge yet')
  await buildBakery(sources, options, quote)
  await deploy(outDir, docroot)
  if (!(await purge('--quiet'))) return 1
  const old = await readSiteFolder(outDir)

  heading('Visitors fill the edge')
  for (const address of addressesOf(old)) await visitTwice(address)
  say(`${addressesOf(old).length} URLs are cached in Production, and once more in Staging.`)

  heading('Three things change, and the site is built again')
  for (const edit of EDITS) {
    await applyEdit(sources, edit)
    say(`${edit.what.padEnd(15)} ${edit.file}`)
  }
  await buildBakery(sources, options, quote)
  const next = await readSiteFolder(outDir)

  heading('The new build is deployed')
  const early = addressesOf(next).filter((address) => digestAt(old, address) === undefined)
  for (const address of early) await visitTwice(address)
  say(`${early.length} new URLs were asked for a moment too early: their 404 is cached.`)
  await deploy(outDir, docroot)
  origin.forget()
  const before = await lookAround(old, next)
  say('The edge of Staging does not know. It still answers:')
  for (const { address, old: was, seen } of before.filter((view) => fate(view) === 'purged')) {
    const still = seen.digest === undefined ? '404' : 'old bytes'
    const bytes = seen.digest === was ? still : 'other bytes'
    say(`  ${seen.cacheStatus}  ${paint('yellow', bytes.padEnd(9))}  ${address}`)
  }

  heading('Staging is purged: cdn-purge run')
  const purgeStarted = performance.now()
  if (!(await purge())) return 1
  const purgeMs = performance.now() - purgeStarted

  heading('Every URL of Staging before and after the purge, and Production beside it')
  const rows: Row[] = []
  for (const { address, old: was, next: is, seen } of before) {
    const { digest } = await staging.visit(address)
    const after = { digest, cacheStatus: firstStatus(address) }
    const refetched = origin.asked(address) > 0
    const production = await stage.production.visit(address)
    rows.push({ address, old: was, next: is, before: seen, after, refetched, production })
  }
  return report(rows, purgeMs)
}

/** One address as the edge of Staging answers before the purge. */
interface View {
  readonly address: string
  readonly old: string | undefined
  readonly next: string | undefined
  readonly seen: Seen
}

async function lookAround(old: SiteFolder, next: SiteFolder): Promise<View[]> {
  const views: View[] = []
  for (const address of new Set([...addressesOf(old), ...addressesOf(next)])) {
    const seen = await stage.staging.visit(address)
    views.push({ address, old: digestAt(old, address), next: digestAt(next, address), seen })
  }
  return views
}

/**
 * What the edge of Staging answered to whoever came first after the purge: `cdn-purge` itself, where it checked the URL. A later visitor
 * is answered from the copy that the first one made.
 */
function firstStatus(address: string): string {
  const { edge } = stage
  const purgedAt = edge.requests().findLast(({ path }) => path.endsWith('/purge_cache'))?.at ?? 0
  const first = edge
    .visits()
    .find(
      ({ environment, url, at }) =>
        environment === 'Staging' && at >= purgedAt && url === `http://${HOST}${address}`,
    )
  return first?.cacheStatus ?? 'none'
}

async function visitTwice(address: string): Promise<void> {
  for (const visitor of [stage.production, stage.staging]) {
    await visitor.visit(address)
    await visitor.visit(address)
  }
}

async function purge(...flags: readonly string[]): Promise<boolean> {
  const code = await cdnPurge(['run', ...flags], {
    cwd: stage.sources,
    env: { CLOUDFLARE_BASE_URL: stage.edge.apiUrl, CLOUDFLARE_API_TOKEN: 'any-token-will-do' },
    onLine: (line) => {
      if (!PROGRESS.test(line)) quote(line)
    },
  })
  if (code !== 0) say(paint('red', `cdn-purge ended with exit code ${code}.`))
  return code === 0
}

function report(rows: readonly Row[], purgeMs: number): 0 | 1 {
  for (const line of table(rows, paint)) console.log(line)
  const wrong = rows.filter((row) => problems(row).length > 0)
  const purged = rows.filter((row) => fate(row) === 'purged')
  const purges = stage.edge.requests().filter(({ path }) => path.endsWith('/purge_cache'))
  const figures = [
    `${rows.length} URLs in each of 2 environments`,
    `${purged.length} purged`,
    `${rows.length - purged.length} kept`,
    `${stage.edge.visits().length} visits`,
    `${stage.edge.requests().length} API requests, ${purges.length} of them purges`,
    `purge ${Math.round(purgeMs)} ms`,
    `all ${Math.round(performance.now() - started)} ms`,
  ]
  console.log(`\n  ${figures.join(' · ')}`)
  console.log(
    wrong.length === 0
      ? `  ${paint('green', 'Every row is as it must be.')}`
      : `  ${paint('red', `${wrong.length} rows are not as they must be.`)}`,
  )
  return wrong.length === 0 ? 0 : 1
}
