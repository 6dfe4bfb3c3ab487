import { PurgeError, serializeMarker, type Store } from '@cdn-purge/core'
import { markerIn } from './built.ts'
import { READING, isWide, type Deployer, type Job } from './deployer.ts'
import { MARKER } from './host.ts'
import { DAMAGES, readWritten, stringsOf } from './ledger-keys.ts'
import { truthOf, type Scene } from './scene.ts'

/** Gives the one store that everybody keeps the ledger in, as the process of a job reaches it. */
export function createModelledStore(scene: Scene, who: Deployer, { process, work }: Job): Store {
  const { values } = scene
  const call = <R>(name: string, does: () => R): Promise<R> => process.call(name, does, refuse)
  return {
    get: (key) => call(`get ${key}`, () => values.get(key)?.slice()),
    put: (key, value) =>
      call(`put ${key}`, () => {
        if (READING.has(work)) scene.wrong ??= `${work} writes ${key}`
        values.set(key, value.slice())
        observe(scene, who, { key, value })
      }),
    list: (prefix) =>
      call(`list ${prefix}`, () => [...values.keys()].filter((key) => key.startsWith(prefix))),
    delete: (key) =>
      call(`delete ${key}`, () => {
        if (READING.has(work)) scene.wrong ??= `${work} deletes ${key}`
        values.delete(key)
      }),
  }
}

function refuse(name: string): never {
  throw new PurgeError('store-failed', `Could not ${name}: the line broke.`)
}

/** Damages a key as `DAMAGES` names it. */
export function damageKey(scene: Scene, key: string, how: string): void {
  const bytes = scene.values.get(key)
  if (!bytes) return
  const damaged = DAMAGES.get(how)?.(bytes)
  if (damaged) scene.values.set(key, damaged)
  else scene.values.delete(key)
  const truth = truthOf(scene, key)
  truth.isInDoubt = true
  truth.damages++
}

interface Written {
  readonly key: string
  readonly value: Uint8Array
}

/** Tells the truth what a record says on its way into the store. */
function observe(scene: Scene, who: Deployer, { key, value }: Written): void {
  const written = readWritten(key, value)
  if (!written) return
  const { deploy: id, part, fields } = written
  const truth = truthOf(scene, key)
  const { job } = who
  scene.tell.trace(`${who.name} records ${id.slice(0, 4)} ${part} ${JSON.stringify(fields)}`)
  const files = new Map(who.files ?? [])
  const isBegin = job?.work === 'begin'
  const marker = isBegin ? serializeMarker(who.build) : markerIn(who)
  if (scene.settings.marker && marker !== undefined) files.set(MARKER, marker)
  if (part === 'started') {
    const { addresses } = job ?? who
    truth.begin({
      id,
      startedAt: scene.now,
      builds: new Set(),
      files: [],
      isLate: !isBegin,
      addresses,
      ended: 'no',
    })
    truth.addBuild(id, who.build, files)
  } else if (part.startsWith('build-')) {
    truth.addBuild(id, who.build, files)
  } else if (part.startsWith('owed-')) {
    truth.owe(`${id}/${part}`, stringsOf(fields, 'urls'))
  } else if (part === 'closed') {
    truth.close(id)
  } else if (part === 'settled') {
    const [covers, pays] = [stringsOf(fields, 'covers'), stringsOf(fields, 'pays')]
    truth.settle(id, { covers, pays }, job?.next ?? new Map())
    if (!job) return
    job.settled = id
    settledBy(scene, who, job)
  }
}

function settledBy({ uploads }: Scene, who: Deployer, job: Job): void {
  const { truth, addresses, next } = job
  const isDeceived = job.wasIgnored || truth.wasDeceived
  const readable = truth.damages > 0 ? [] : job.before.builds
  job.outdated = truth.outdated(addresses, next, isDeceived ? readable : undefined)
  if (job.plans.some(isWide)) {
    // What was damaged since it looked is not made up for.
    if (truth.damages === job.before.damages) truth.isInDoubt = false
    truth.wasDeceived = false
    truth.forgetStrays(job.before.pushes)
    if (truth.damages > 0) truth.strayUnread(truth.held().flatMap(({ files }) => files))
  }
  if (job.wasIgnored) truth.wasDeceived = true
  // Its upload had ended by then, as far as it changes anything.
  for (const upload of uploads) {
    if (upload.who !== who || upload.truth !== truth || upload.build !== job.build) continue
    const isDone = upload.queue.every(([path, text]) => truth.place.files.get(path) === text)
    if (isDone) uploads.delete(upload)
    else {
      upload.isSettled = true
      // Nobody could look what was there.
      if (!truth.place.quirks.isReached) truth.wasDeceived = true
    }
  }
}
