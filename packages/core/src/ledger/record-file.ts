import { coveredIds } from './baseline.ts'
import { isFields, isStrings, showVersion, type Fields } from '../json.ts'
import type { Note } from '../note.ts'
import {
  RECORD_VERSION,
  type DeployRecord,
  type DeployState,
  type Owed,
  type RecordedBuild,
} from './record.ts'
import type { Site } from '../site/site.ts'

/** One key of the ledger below `records/`: `<deploy id>/started`, with the bytes found there. */
export interface RecordFile {
  readonly name: string
  readonly bytes: Uint8Array | undefined
}

/** Gives the bytes of one record: JSON on one line. */
export function serializeRecord(fields: Readonly<Record<string, unknown>>): Uint8Array {
  return Buffer.from(`${JSON.stringify({ version: RECORD_VERSION, ...fields })}\n`)
}

/** A key that could not be understood. */
export interface Damage {
  /** The deploy that it belongs to, as far as its name tells. */
  readonly deploy: string
  readonly note: Note
}

export interface FoldedRecords {
  /** Oldest first by their start. */
  readonly records: DeployRecord[]
  /** Without that of deploys which a later settle covered. */
  readonly damage: Damage[]
}

/** Puts the keys of a ledger together to deploys. What cannot be understood becomes damage, never an empty history. */
export function foldRecords(files: readonly RecordFile[]): FoldedRecords {
  const damage: Damage[] = []
  const byDeploy = new Map<string, Parts>()
  for (const { name, bytes } of files) {
    const [deploy = name, part] = splitName(name)
    if (!part || deploy === '') {
      damage.push({ deploy, note: damaged(name, 'its name is none that this release writes') })
      continue
    }
    const parts = byDeploy.get(deploy) ?? { builds: [], owed: [] }
    byDeploy.set(deploy, parts)
    const why = addPart(parts, name, part, bytes)
    if (why) damage.push({ deploy, note: damaged(name, why) })
  }
  const records: DeployRecord[] = []
  for (const [id, { started, builds, settled, closed, taken = false, ...parts }] of byDeploy) {
    if (!started) {
      const why = 'it is missing or damaged, and other records name it'
      damage.push({ deploy: id, note: damaged(`${id}/started`, why) })
      continue
    }
    const { build, manifest, ...rest } = started
    const state: DeployState = settled ?? (closed ? { kind: 'closed' } : { kind: 'open' })
    const owed = parts.owed.map((each) => ({ ...each, since: started.startedAt }))
    records.push({ id, ...rest, builds: [{ build, manifest }, ...builds], owed, taken, state })
  }
  records.sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1))
  const covered = coveredIds(records)
  return { records, damage: damage.filter(({ deploy }) => !covered.has(deploy)) }
}

interface Started extends RecordedBuild {
  readonly startedAt: number
  readonly site: Site
  readonly options: Readonly<Record<string, unknown>>
  readonly doubts: readonly Note[]
}

interface Parts {
  started?: Started
  settled?: Extract<DeployState, { kind: 'settled' }>
  closed?: boolean
  taken?: boolean
  readonly builds: RecordedBuild[]
  readonly owed: Omit<Owed, 'since'>[]
}

function splitName(name: string): (string | undefined)[] {
  const parts = name.split('/')
  return parts.length === 2 ? parts : []
}

/** Reads one record into `parts`; the answer says what is wrong with it, if anything is. */
function addPart(
  parts: Parts,
  name: string,
  part: string,
  bytes: Uint8Array | undefined,
): string | undefined {
  // That there is an end is told by the name alone: its deployer writes no more files.
  if (part === 'settled' || part === 'closed') parts.closed = true
  // A key that was listed and is gone on reading was removed by somebody else in between.
  if (!bytes) return 'it vanished while it was read'
  const fields = parseFields(bytes)
  if (typeof fields === 'string') return fields
  if (part === 'started') {
    const started = readStarted(fields)
    if (!started) return WRONG_FIELD
    parts.started = started
  } else if (part === 'settled') {
    const { covers, pays, doubts } = fields
    if (!isStrings(covers) || !isStrings(pays) || !isNotes(doubts)) return WRONG_FIELD
    parts.settled = { kind: 'settled', covers, pays, doubts }
  } else if (part.startsWith('taken-')) {
    parts.taken = true
  } else if (part.startsWith('build-')) {
    const build = readBuild(fields)
    if (!build) return WRONG_FIELD
    parts.builds.push(build)
  } else if (part.startsWith('owed-')) {
    const { urls, why } = fields
    if (!isStrings(urls) || !isNote(why)) return WRONG_FIELD
    parts.owed.push({ name, urls, why })
  } else if (part !== 'closed') {
    return 'its name is none that this release writes'
  }
  return undefined
}

function parseFields(bytes: Uint8Array): Fields | string {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return 'it is no JSON, or cut short'
  }
  if (!isFields(value)) return 'it is no object'
  return value['version'] === RECORD_VERSION
    ? value
    : `it has ${showVersion(value)}, but this release reads ${RECORD_VERSION}`
}

function readBuild({ build, manifest }: Fields): RecordedBuild | undefined {
  return typeof build === 'string' && typeof manifest === 'string' ? { build, manifest } : undefined
}

const WRONG_FIELD = 'a field is missing or of the wrong kind'

function readStarted(fields: Fields): Started | undefined {
  const build = readBuild(fields)
  const { at, site, options, doubts } = fields
  if (!build || !isTime(at) || !isSite(site)) return undefined
  if (!isFields(options) || !isNotes(doubts)) return undefined
  return { ...build, startedAt: at, site, options, doubts }
}

/** True for a moment that a `Date` can hold. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(new Date(value).getTime())
}

function isNote(value: unknown): value is Note {
  return isFields(value) && typeof value['code'] === 'string' && typeof value['text'] === 'string'
}

function isNotes(value: unknown): value is Note[] {
  return Array.isArray(value) && value.every(isNote)
}

/** True for a `Site` as JSON keeps it, in which an undefined `fallback` is absent. */
export function isSite(value: unknown): value is Site {
  if (!isFields(value)) return false
  const { origins, base, cleanUrls, trailingSlash, fallback } = value
  return (
    Array.isArray(origins) &&
    origins.length > 0 &&
    origins.every(
      (origin) =>
        isFields(origin) &&
        isAddress(origin['url']) &&
        typeof origin['dir'] === 'string' &&
        typeof origin['documents'] === 'boolean',
    ) &&
    isBase(base) &&
    isChoice(cleanUrls) &&
    isChoice(trailingSlash) &&
    (fallback === undefined || typeof fallback === 'string')
  )
}

/** True for what a path can be put behind: `https://cdn.example.com/static`. */
function isAddress(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\/[^?#]*[^?#/]$/.test(value) && URL.canParse(value)
}

function isBase(value: unknown): boolean {
  return typeof value === 'string' && /^\/(?:[^?#]*\/)?$/.test(value)
}

function isChoice(value: unknown): boolean {
  return typeof value === 'boolean' || value === 'both'
}

function damaged(name: string, why: string): Note {
  return {
    code: 'damaged-record',
    text: `The record "${name}" of the ledger is not usable: ${why}.`,
  }
}
