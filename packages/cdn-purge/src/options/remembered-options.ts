import {
  DEFAULT_MARKER_PATH,
  PurgeError,
  isFields,
  parseMarker,
  type DeployRecord,
  type Store,
} from '@cdn-purge/core'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { openLedgers } from '../ledger/open-ledger.ts'
import { REMEMBERED } from './rememberable.ts'
import { DEFAULT_LEDGER } from './resolve-options.ts'
import { storeOf } from '../stores/store-of.ts'
import { absolutePlace } from '../stores/store-place.ts'

type Raw = Readonly<Record<string, unknown>>

/**
 * Gives the options with which the plugin began a deploy of what lies in the output folder, so that the deploy step need not
 * repeat them; undefined where no record fits.
 *
 * @throws {PurgeError} `bad-option` where records for several environments fit and nothing says which is meant.
 */
export async function rememberedOptions(written: Raw, root: string): Promise<Raw | undefined> {
  const ledgers = await openLedgers(whereLedger(written['ledger'], root))
  const views = await Promise.all(ledgers.map((ledger) => ledger.read()))
  const fitting = views
    .flatMap(({ records }) => records)
    .filter((record) => fits(record, written, root))
  const newest = fitting.toSorted((a, b) => a.startedAt - b.startedAt).at(-1)
  const targets = new Set(fitting.map(({ options }) => JSON.stringify(options['cloudflare'])))
  if (targets.size > 1) {
    throw new PurgeError(
      'bad-option',
      `This output was recorded for several targets: ${[...targets].join(' and ')}.`,
      { hint: 'Say which is meant with `--zone` and `--environment`.' },
    )
  }
  if (!newest) return undefined
  const { dir, bases, ...options } = Object.fromEntries(
    Object.entries(newest.options).filter(([name]) => REMEMBERED.has(name)),
  )
  const dirs = Array.isArray(dir) ? dir.map((each) => path.resolve(root, String(each))) : dir
  if (!isFields(bases)) return { ...options, dir: dirs }
  const absolute = Object.entries(bases).map(([each, base]) => [path.resolve(root, each), base])
  return { ...options, dir: dirs, bases: Object.fromEntries(absolute) }
}

/** What is no place of a ledger is complained about where the options are checked. */
function whereLedger(ledger: unknown, root: string): string | Store {
  const found = storeOf(ledger)
  if (found.kind === 'store') return found.store
  return absolutePlace(typeof ledger === 'string' ? ledger : DEFAULT_LEDGER, root)
}

/** The plugin remembered options, the target is not another one, and the output still holds the marker of this very build. */
function fits({ options, builds }: DeployRecord, written: Raw, root: string): boolean {
  if (!Array.isArray(options['dir'])) return false
  const wanted = written['cloudflare']
  const target = options['cloudflare']
  if (isFields(wanted) && isFields(target)) {
    const other = (name: string) => wanted[name] !== undefined && wanted[name] !== target[name]
    if (other('zone') || other('environment')) return false
  }
  const dirs = (written['dir'] ?? options['dir']) as unknown
  const marker = typeof options['marker'] === 'string' ? options['marker'] : DEFAULT_MARKER_PATH
  return [dirs].flat().some((dir) => {
    const build = readMarker(path.resolve(root, String(dir), marker))
    return build !== undefined && builds.some((each) => each.build === build)
  })
}

function readMarker(file: string): string | undefined {
  try {
    return parseMarker(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
