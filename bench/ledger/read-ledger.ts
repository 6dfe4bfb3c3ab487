import { baseline, createFolderStore, createLedger } from '@cdn-purge/core'

/** What one process took to read all that a run must know. */
export interface ReadLedger {
  readonly ms: number
  /** The most memory that the process ever had. */
  readonly peakBytes: number
  readonly builds: number
  readonly assets: number
}

const [dir = ''] = process.argv.slice(2)

const started = performance.now()
const ledger = createLedger(createFolderStore(dir), { prefix: '', now: Date.now, newId: () => 'x' })
const { records, damage } = await ledger.read()
if (damage.length > 0) throw new Error(damage[0]?.note.text)
const keys = baseline(records).flatMap(({ builds }) => builds.map(({ manifest }) => manifest))
let assets = 0
for (const key of keys) assets += (await ledger.manifest(key)).assets.size

process.send?.({
  ms: performance.now() - started,
  peakBytes: process.resourceUsage().maxRSS * 1024,
  builds: keys.length,
  assets,
} satisfies ReadLedger)
