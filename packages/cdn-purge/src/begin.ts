import { PurgeError, serializeMarker, type Ledger, type Note, type Site } from '@cdn-purge/core'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { isBegunLate } from './build/begun-late.ts'
import { readKnowledge, type Knowledge } from './ledger/knowledge.ts'
import { doubtOf, readLiveNow } from './site/live-now.ts'
import { meansOf } from './means.ts'
import { openLedger } from './ledger/open-ledger.ts'
import type { Operation } from './operation.ts'
import { outputsOf } from './build/outputs-of.ts'
import { recordDoubt } from './ledger/record-doubt.ts'
import { scanBuild, type ScannedBuild } from './build/scanned-build.ts'
import { shaped } from './build/shaped.ts'
import { siteOf } from './build/site-of.ts'

export interface Begun {
  /** The deploy's id in the ledger; empty on a dry run. */
  readonly deploy: string
  /** See `buildId`. */
  readonly build: string
  readonly assets: number
  /** True where an open record of this very build was there already, and goes on. */
  readonly adopted: boolean
}

/** Records that the build in the output folder may be served from now on, and writes its marker. */
export async function begin(operation: Operation, use: RecordUse = 'leave'): Promise<Begun> {
  const outputs = outputsOf(operation.options)
  const { options, signal } = operation
  const scanned = await scanBuild({ options, outputs, marker: 'write', ...(signal && { signal }) })
  for (const note of scanned.notes) operation.onEvent({ kind: 'note', note })
  return beginScanned(operation, scanned, { use })
}

/** Whether whoever begins also uploads (`take`), or leaves that to a later step. */
export type RecordUse = 'take' | 'leave'

interface HowToBegin {
  /** Options of a build that a later run goes on with. */
  readonly remembered?: Readonly<Record<string, unknown>>
  readonly use?: RecordUse
  /** Where the caller reads on: what one ledger has read of earlier builds it need not read again. */
  readonly ledger?: Ledger
}

/** Records a build that was just scanned. The record is durable before the marker is written: the marker may be deployed at once. */
export async function beginScanned(
  operation: Operation,
  scanned: ScannedBuild,
  how: HowToBegin = {},
): Promise<Begun> {
  const { options, dryRun = false } = operation
  const { remembered = {}, use = 'leave' } = how
  const { build } = scanned
  const site = siteOf(options, scanned)
  const about = { build, assets: scanned.manifest.assets.size }
  const { now } = meansOf(operation)
  const ledger = how.ledger ?? openLedger(options, now)
  const read = () => readKnowledge(ledger, { build }, { site, now })
  const knowledge = await read()
  const { open, recorded } = knowledge
  const place = placeOf(scanned)
  // Whoever uploads goes on with any record that is free; a second build of the same needs one of its own elsewhere.
  const free = open.filter(
    (record) =>
      !record.taken &&
      // It may lack the marker, and what is begun now is not late.
      !isBegunLate(record) &&
      (use === 'take' || record.options['place'] === place),
  )
  if (dryRun) return { ...about, deploy: free.at(-1)?.id ?? '', adopted: free.length > 0 }
  const manifest = shaped(scanned, recorded)
  const marker = scanned.markerPath
  const doubt = await doubtWhenBegun(operation, { scanned, site, knowledge, read })
  const doubts = doubt ? [doubt] : []
  const beginNew = () =>
    ledger.begin({ manifest, site, marker, options: { ...remembered, place }, doubts })
  let deploy = free.at(-1)?.id
  const adopted = deploy !== undefined
  // A record that is there already is never edited.
  if (adopted && doubt) await recordDoubt({ ledger, manifest, site, markerPath: marker }, doubt)
  deploy ??= await beginNew()
  if (use === 'take') {
    for (let tries = 0; !(await ledger.take(deploy)); tries++) {
      if (tries === MAX_TAKES) throw new PurgeError('store-failed', TAKEN_AGAIN)
      deploy = await beginNew()
    }
  }
  writeMarker(scanned)
  return { ...about, deploy, adopted }
}

interface DoubtInput {
  readonly scanned: ScannedBuild
  readonly site: Site
  readonly knowledge: Knowledge
  readonly read: () => Promise<Knowledge>
}

/** Reads what is live before the deploy: a build that no record explains is a doubt. Says so, and what could not be asked. */
async function doubtWhenBegun(
  operation: Operation,
  { scanned, site, knowledge, read }: DoubtInput,
): Promise<Note | undefined> {
  // Where nothing is recorded the first run widens anyway.
  if (knowledge.baseline.length === 0 && knowledge.open.length === 0) return undefined
  const ask = ({ baseline, open, older, debts }: Knowledge) =>
    readLiveNow(operation, {
      site,
      markerPath: scanned.markerPath,
      explained: new Set([
        scanned.build,
        ...[...baseline, ...open].flatMap(({ builds }) => builds.map(({ build }) => build)),
      ]),
      older,
      own: scanned.manifest,
      owed: new Set(debts.flatMap(({ urls }) => urls)),
    })
  let live = await ask(knowledge)
  // Another deploy may have been recorded, and gone live, since the ledger was read.
  if (live.kind === 'unrecorded') live = await ask(await read())
  if (live.kind === 'unknown') {
    const text = `What is live now could not be read, so a build that nobody recorded would not be noticed: ${live.why}.`
    operation.onEvent({ kind: 'note', note: { code: 'live-unknown', text } })
  }
  const doubt = doubtOf(live)
  if (doubt) operation.onEvent({ kind: 'note', note: doubt })
  return knowledge.doubts.some(({ text }) => text === doubt?.text) ? undefined : doubt
}

/** Deployers that begin the same build at the same moment take each other's records; more often than this is no accident. */
const MAX_TAKES = 5
const TAKEN_AGAIN =
  'Every record that was begun for this deploy was taken by another deployer at once.'

/** Names the folder of one machine without telling where it is. */
function placeOf({ mounts }: ScannedBuild): string {
  const text = [hostname(), ...mounts.map(({ dir }) => dir)].join('\0')
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

function writeMarker({ markerFile, build }: ScannedBuild): void {
  if (markerFile === undefined) return
  const text = serializeMarker(build)
  // A marker that is right already is not touched: uploads go by the time of change.
  if (readIfThere(markerFile) === text) return
  mkdirSync(path.dirname(markerFile), { recursive: true })
  writeFileSync(markerFile, text)
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
