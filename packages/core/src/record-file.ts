import { isFields, isStrings, showVersion, type Fields } from './json.ts'
import type { Note } from './note.ts'
import {
  RECORD_VERSION,
  type DeployRecord,
  type DeployState,
  type RecordedBuild,
} from './record.ts'
import type { Site } from './site.ts'

/** One key of the ledger below `records/`: `<deploy id>/started`, with the bytes found there. */
export interface RecordFile {
  readonly name: string
  readonly bytes: Uint8Array | undefined
}

/** Gives the bytes of one record: JSON on one line. */
export function serializeRecord(fields: Readonly<Record<string, unknown>>): Uint8Array {
  return Buffer.from(`${JSON.stringify({ version: RECORD_VERSION, ...fields })}\n`)
}

/** Puts the keys of a ledger together to deploys. What cannot be understood becomes damage, never an empty history. */
export function foldRecords(files: readonly RecordFile[]): {
  records: DeployRecord[]
  damage: Note[]
} {
  const damage: Note[] = []
  const byDeploy = new Map<string, Parts>()
  for (const { name, bytes } of files) {
    const [deploy, part] = splitName(name)
    if (!deploy || !part) {
      damage.push(damaged(name, 'its name is none that this release writes'))
      continue
    }
    const parts = byDeploy.get(deploy) ?? { builds: [] }
    byDeploy.set(deploy, parts)
    const why = addPart(parts, part, bytes)
    if (why) damage.push(damaged(name, why))
  }
  const records: DeployRecord[] = []
  for (const [id, { started, builds, settled, closed }] of byDeploy) {
    if (!started) {
      damage.push(damaged(`${id}/started`, 'it is missing or damaged, and other records name it'))
      continue
    }
    const { build, manifest, ...rest } = started
    const state: DeployState = settled ?? (closed ? { kind: 'closed' } : { kind: 'open' })
    records.push({ id, ...rest, builds: [{ build, manifest }, ...builds], state })
  }
  records.sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1))
  return { records, damage }
}

interface Started extends RecordedBuild {
  readonly startedAt: number
  readonly site: Site
  readonly options: Readonly<Record<string, unknown>>
}

interface Parts {
  started?: Started
  settled?: Extract<DeployState, { kind: 'settled' }>
  closed?: boolean
  readonly builds: RecordedBuild[]
}

function splitName(name: string): (string | undefined)[] {
  const parts = name.split('/')
  return parts.length === 2 ? parts : []
}

/** Reads one record into `parts`; the answer says what is wrong with it, if anything is. */
function addPart(parts: Parts, part: string, bytes: Uint8Array | undefined): string | undefined {
  // A key that was listed and is gone on reading was removed by somebody else in between.
  if (!bytes) return 'it vanished while it was read'
  const fields = parseFields(bytes)
  if (typeof fields === 'string') return fields
  if (part === 'started') {
    const started = readStarted(fields)
    if (!started) return 'a field is missing or of the wrong kind'
    parts.started = started
  } else if (part === 'settled') {
    const { covers, doubts } = fields
    if (!isStrings(covers) || !isNotes(doubts)) return 'a field is missing or of the wrong kind'
    parts.settled = { kind: 'settled', covers, doubts }
  } else if (part === 'closed') {
    parts.closed = true
  } else if (part.startsWith('build-')) {
    const build = readBuild(fields)
    if (!build) return 'a field is missing or of the wrong kind'
    parts.builds.push(build)
  } else {
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

function readStarted(fields: Fields): Started | undefined {
  const build = readBuild(fields)
  const { at, site, options } = fields
  if (!build || !isTime(at) || !isSite(site) || !isFields(options)) return undefined
  return { ...build, startedAt: at, site, options }
}

/** True for a moment that a `Date` can hold. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(new Date(value).getTime())
}

function isNotes(value: unknown): value is Note[] {
  return (
    Array.isArray(value) &&
    value.every(
      (note) =>
        isFields(note) && typeof note['code'] === 'string' && typeof note['text'] === 'string',
    )
  )
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
