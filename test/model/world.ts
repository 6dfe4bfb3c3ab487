import {
  PurgeError,
  buildId,
  createManifest,
  digestBytes,
  serializeMarker,
  type PurgeAction,
  type PurgeBatch,
  type PurgeErrorCode,
  type Store,
} from '@cdn-purge/core'
import type { Target } from '@cdn-purge/cloudflare'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { apply } from '../../packages/cdn-purge/src/apply.ts'
import { begin, type Begun } from '../../packages/cdn-purge/src/begin.ts'
import { forget } from '../../packages/cdn-purge/src/forget.ts'
import type { Means } from '../../packages/cdn-purge/src/means.ts'
import { openLedger } from '../../packages/cdn-purge/src/ledger/open-ledger.ts'
import type { Operation } from '../../packages/cdn-purge/src/operation.ts'
import { preview } from '../../packages/cdn-purge/src/preview.ts'
import { resolveOptions } from '../../packages/cdn-purge/src/options/resolve-options.ts'
import type { Result } from '../../packages/cdn-purge/src/report/result.ts'
import { run } from '../../packages/cdn-purge/src/run.ts'
import type { SiteAnswer } from '../../packages/cdn-purge/src/site/site-answer.ts'
import type { Chance } from './chance.ts'
import { isWide, type Deployer, type Job, type Upload, type Work } from './deployer.ts'
import { ALL_URLS, BUILT_PATHS, CDN, MARKER, WWW, textOf, type Answer, type Files } from './host.ts'
import { judgePurge, judgeResult } from './judge.ts'
import { DAMAGES, readWritten, stringsOf } from './ledger-keys.ts'
import { createPlace, type Place, type Quirks } from './place.ts'
import { createProcess, type Fate } from './process.ts'
import { createTruth, isSameAddresses, type TrueDeploy, type Truth } from './truth.ts'

/** What is set once for a world. */
export interface Settings {
  readonly marker: boolean
  readonly onUnknownBaseline: 'site' | 'stable'
  /** The origin can be asked itself. */
  readonly origin: boolean
  readonly waitForLive: string | number
}

/** What must not be was seen. */
export class Violation extends Error {}

/** The moment at which the histories begin, in ms. */
const START = Date.UTC(2026, 0, 1)
export const HOUR = 3_600_000

export interface Tell {
  readonly say: (line: string) => void
  /** Every effect, for whoever wants to know it all. */
  readonly trace: (line: string) => void
  readonly count: (what: string) => void
}

/** Two deployers, two environments and one ledger, in which everything happens when it is told to. */
export interface World {
  readonly deployers: readonly [Deployer, Deployer]
  readonly staging: Truth
  readonly production: Truth
  readonly uploads: ReadonlySet<Upload>
  /** Every build there ever was, in the order of time. */
  readonly builds: readonly Files[]
  /** Keys of the ledger's store. */
  keys(): readonly string[]
  build(who: Deployer, files: Files): void
  begin(who: Deployer, options: { readonly isTaking: boolean }): Promise<void>
  /** The marker comes first or last. */
  upload(who: Deployer, chance: Chance): Upload
  arrive(upload: Upload, files: number): void
  /** The rest of it never comes. */
  stop(upload: Upload): void
  run(who: Deployer): Promise<void>
  apply(who: Deployer): Promise<void>
  /** Says that its upload failed. */
  close(who: Deployer): Promise<void>
  forget(by: Deployer, deploy: TrueDeploy): Promise<void>
  goOn(who: Deployer, chance: Chance, how?: HowFar): Promise<void>
  kill(who: Deployer): void
  pass(ms: number): void
  damage(key: string, how: string): void
  /** Throws where the edge holds what nothing explains. */
  look(): void
}

/** How far a process goes on, and what it meets then. */
export interface HowFar {
  /** So many effects; else to its end. */
  readonly effects?: number
  /** In so many of 100 cases something small happens between two effects. */
  readonly noise?: number
  /** Of the last effect. */
  readonly fate?: Fate | 'killed' | 'done and killed'
}

export interface WorldOptions {
  /** An empty folder. */
  readonly root: string
  readonly settings: Settings
  readonly quirks: Readonly<Record<'staging' | 'production', Quirks>>
  readonly tell: Tell
}

export function createWorld({ root, settings, quirks, tell }: WorldOptions): World {
  const { say, count, trace } = tell
  const staging = createTruth(createPlace('staging', quirks.staging))
  const production = createTruth(createPlace('production', quirks.production))
  const truths = [staging, production]
  const values = new Map<string, Uint8Array>()
  const uploads = new Set<Upload>()
  /** Every build there ever was, in the order of time. */
  const builds: Files[] = []
  let now = START

  const deployers = ['A', 'B'].map((name) => ({
    name,
    dir: join(root, name),
    truth: staging,
    addresses: { hasCdn: false, hasFileNames: true },
    files: undefined,
    build: '',
    begun: undefined,
    hasUploaded: false,
    job: undefined,
  })) as [Deployer, Deployer]

  /** The first thing that must not be. */
  let seen: string | undefined

  function look(): void {
    for (const truth of truths) {
      const [unexplained] = truth.unexplained()
      if (unexplained !== undefined) {
        seen ??= `${truth.place.name}: ${unexplained}, and no record of the baseline explains it`
      }
    }
    if (seen !== undefined) throw new Violation(seen)
  }

  function truthOf(key: string): Truth {
    return key.includes('/production/') ? production : staging
  }

  /** Tells the truth what a record says on its way into the store. */
  function observe(who: Deployer, key: string, bytes: Uint8Array): void {
    const written = readWritten(key, bytes)
    if (!written) return
    const { deploy: id, part, fields } = written
    const truth = truthOf(key)
    const { job } = who
    trace(`${who.name} records ${id.slice(0, 4)} ${part} ${JSON.stringify(fields)}`)
    const files = new Map(who.files ?? [])
    const isBegin = job?.work === 'begin'
    const marker = isBegin ? serializeMarker(who.build) : markerIn(who)
    if (settings.marker && marker !== undefined) files.set(MARKER, marker)
    if (part === 'started') {
      const { addresses } = job ?? who
      truth.begin({
        id,
        startedAt: now,
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
      if (job) settledBy(who, job)
    }
  }

  function settledBy(who: Deployer, job: Job): void {
    const { truth, addresses, next } = job
    const isDeceived = job.wasIgnored || truth.wasDeceived
    const readable = truth.damages > 0 ? [] : job.before.builds
    job.outdated = truth.outdated(addresses, next, isDeceived ? readable : undefined)
    if (job.plans.some(isWide)) {
      // What was damaged since it looked is not made up for.
      if (truth.damages === job.before.damages) truth.isInDoubt = false
      truth.wasDeceived = false
      truth.forgetStrays(job.before.pushes)
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

  function storeOf(who: Deployer, { process }: Job): Store {
    const call = <R>(name: string, does: () => R): Promise<R> =>
      process.call(name, does, refuseStore)
    return {
      get: (key) => call(`get ${key}`, () => values.get(key)?.slice()),
      put: (key, value) =>
        call(`put ${key}`, () => {
          values.set(key, value.slice())
          observe(who, key, value)
        }),
      list: (prefix) =>
        call(`list ${prefix}`, () => [...values.keys()].filter((key) => key.startsWith(prefix))),
      delete: (key) => call(`delete ${key}`, () => void values.delete(key)),
    }
  }

  function refuseStore(name: string): never {
    throw new PurgeError('store-failed', `Could not ${name}: the line broke.`)
  }

  function meansOf(job: Job): Means {
    const { call } = job.process
    const { place } = job.truth
    const fault = (): SiteAnswer => siteFault(job.faults)
    return {
      now: () => ++now,
      elapsed: () => now,
      async sleep(ms) {
        now += ms
        await call('sleep', nothing, nothing)
      },
      async connect() {
        await call('connect', nothing, () => {
          throw new PurgeError('api-unreachable', 'Could not reach the API.')
        })
        return {
          target: targetOf(place),
          purger: {
            limits: { maxUrls: 100, maxKeys: 100, acceptsUrls: true },
            send: (action, batch) =>
              call(
                `purge ${JSON.stringify(batch.targets)}`,
                () => purge(job, action, batch),
                () => {
                  job.truth.hadFailedPurge = true
                  throw new PurgeError(refusalOf(job.faults), 'The API did not do it.')
                },
              ),
          },
          close: () => Promise.resolve(),
        }
      },
      createSiteClient: () => ({
        originWay: 'the model',
        ask: (url) => call(`ask ${url}`, () => throughEdge(place, url), fault),
        askAnew: (url) => call(`ask anew ${url}`, () => pastCache(place, url), fault),
        askOrigin: (url) =>
          call(
            `ask the origin ${url}`,
            () => (settings.origin ? answered(place.origin(url)) : pastCache(place, url)),
            fault,
          ),
        close: () => Promise.resolve(),
      }),
    }
  }

  function purge(job: Job, action: PurgeAction, batch: PurgeBatch): { id: string } {
    const { truth } = job
    count('purges')
    if (truth.place.quirks.refusesUrls && batch.by === 'files') {
      throw new PurgeError('url-refused', 'The environment refuses URLs.', {
        details: { targets: batch.targets },
      })
    }
    say(`  purged are ${batch.by} ${JSON.stringify(batch.targets)}`)
    if (batch.by !== 'files') count('wide purges')
    if (truth.place.quirks.isDeaf) job.wasIgnored = true
    // Who purges the zone purges every environment.
    const reached = truth === production ? truths : [truth]
    for (const each of reached) each.place.purge(action, batch)
    seen ??= judgePurge(job, batch)
    return { id: 'x' }
  }

  function operationOf(who: Deployer, job: Job): Operation {
    const { dir } = who
    const { addresses, truth } = job
    const options = resolveOptions(
      {
        site: addresses.hasCdn ? [WWW, { url: CDN, dir: 'assets', documents: false }] : WWW,
        dir,
        cloudflare: {
          zone: 'site.example',
          ...(truth === staging && { environment: 'staging' }),
        },
        ...(truth.place.quirks.isReached && { access: { address: '192.0.2.1' } }),
        ...(settings.origin && { origin: 'https://origin.site.example' }),
        ledger: storeOf(who, job),
        marker: settings.marker,
        fingerprinted: 'assets/**',
        ...(!addresses.hasFileNames && { cleanUrls: true }),
        ...(truth.place.quirks.isSinglePage && { fallback: 'index.html' }),
        onUnknownBaseline: settings.onUnknownBaseline,
        waitForLive: settings.waitForLive,
      },
      { root, source: 'the model' },
    )
    return {
      options,
      env: {},
      means: meansOf(job),
      onEvent(event) {
        if (event.kind === 'planned') job.plans.push(event.plan)
        if (event.kind === 'checked') trace(`${who.name}: ${JSON.stringify(event.verdict)}`)
        if (event.kind === 'waiting') trace(`${who.name} waits: ${JSON.stringify(event.answer)}`)
      },
    }
  }

  async function start(
    who: Deployer,
    work: Work,
    body: (operation: Operation) => Promise<Begun | Result | undefined>,
  ): Promise<void> {
    const { truth, addresses } = who
    const held = truth.held()
    const marker = markerIn(who)
    const next = new Map(who.files ?? [])
    if (marker !== undefined) next.set(MARKER, marker)
    const job: Job = {
      work,
      process: createProcess(),
      truth,
      addresses,
      next,
      build: who.build,
      startedAt: now,
      before: {
        pushes: truth.pushes(),
        damages: truth.damages,
        isInDoubt: truth.isInDoubt,
        wasBegun: truth
          .open()
          .some(
            (deploy) =>
              !deploy.isLate &&
              deploy.builds.has(who.build) &&
              isSameAddresses(deploy.addresses, addresses),
          ),
        builds: held.flatMap(({ files }) => files),
        addresses: held.map((deploy) => deploy.addresses),
      },
      plans: [],
      faults: 0,
      wasIgnored: false,
      outdated: undefined,
    }
    who.job = job
    if (truth.open().length > 1) count('two open')
    await job.process.start(() => body(operationOf(who, job)))
    finish(who)
  }

  /** Lets effects through until the process ends, or so many of them. */
  async function goOn(
    who: Deployer,
    chance: Chance,
    { effects = Infinity, noise = 0, fate = 'done' }: HowFar = {},
  ): Promise<void> {
    const { job } = who
    if (!job) return
    for (let left = effects; who.job === job; left--) {
      const waiting = job.process.waiting()
      const index = chance.upTo(waiting.length)
      const isLast = left <= 1
      const fateNow = isLast ? fate : 'done'
      if (fateNow === 'killed' || fateNow === 'done and killed') {
        const when = fateNow === 'killed' ? 'before' : 'after'
        say(`  ${who.name} dies ${when} "${waiting[index]}"`)
        count('deaths')
        job.process.kill(index, fateNow !== 'killed')
      } else {
        if (fateNow === 'done') trace(`${who.name}: ${waiting[index]}`)
        else {
          say(`  ${who.name}: "${waiting[index]}" is ${fateNow}`)
          count('faults')
          job.faults++
        }
        await job.process.go(index, fateNow)
      }
      finish(who)
      look()
      if (isLast) return
      if (chance.percent(noise)) stir(chance)
    }
  }

  /** Something small happens between two steps of a process. */
  function stir(chance: Chance): void {
    const { place } = chance.percent(90) ? staging : production
    const roll = chance.upTo(20)
    if (roll < 16) {
      const url = chance.one(ALL_URLS)
      trace(`a visitor gets ${url}: ${textOf(place.visit(url).answer)}`)
    } else if (roll < 17) place.outdate(chance.one(ALL_URLS))
    else if (uploads.size > 0) arrive(chance.one([...uploads]), 1)
    look()
  }

  function finish(who: Deployer): void {
    const { job } = who
    const end = job?.process.ended()
    if (!job || !end) return
    who.job = undefined
    if (end.kind === 'killed') return
    if (end.kind === 'threw') {
      if (!(end.error instanceof PurgeError)) {
        seen ??= `an error that nobody expected: ${end.error instanceof Error ? end.error.stack : String(end.error)}`
        return
      }
      say(`  ${who.name} ${job.work} failed: ${end.error.message}`)
      count(`failed: ${end.error.code}`)
      if (job.faults === 0 && !EXPECTED.has(end.error.code)) seen ??= end.error.message
      return
    }
    const { value } = end
    if (value && 'deploy' in value) {
      who.begun = { id: value.deploy, isTaken: who.begun?.isTaken ?? false }
      say(`  ${who.name} has begun ${value.deploy.slice(0, 4)}${value.adopted ? ', adopted' : ''}`)
    } else if (value) {
      say(`  ${who.name} ${job.work}: ${JSON.stringify(value)}`)
      count(`result: ${value.kind}`)
      if (value.kind === 'fresh' && job.truth.place.quirks.isDeaf) count('fresh before a deaf edge')
      if (value.kind === 'fresh' && job.truth.hadFailedPurge) count('fresh after a failed purge')
      if (value.kind === 'fresh') job.truth.hadFailedPurge = false
      const isPartly =
        value.kind === 'unproven' && value.reasons.some(({ code }) => code === 'stable-only')
      if (isPartly) job.truth.isInDoubt = true
      seen ??= judgeResult(job, value)
    }
  }

  function markerIn({ dir }: Deployer): string | undefined {
    const file = join(dir, MARKER)
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined
  }

  function arrive(upload: Upload, files: number): void {
    const { truth, queue, who } = upload
    for (const [path, text] of queue.splice(0, files)) {
      trace(`${path} of ${who.name} arrives: ${text}`)
      const isRecorded =
        upload.isSettled ||
        truth
          .open()
          .some(
            ({ builds: of, files: each }) =>
              of.has(upload.build) && each.some((known) => known.get(path) === text),
          )
      truth.push(path, text, isRecorded)
    }
    if (queue.length === 0) uploads.delete(upload)
  }

  function build(who: Deployer, files: Files): void {
    const before = who.files ?? new Map<string, string>()
    rmSync(join(who.dir, MARKER), { force: true })
    for (const path of before.keys()) if (!files.has(path)) rmSync(join(who.dir, path))
    for (const [path, text] of files) {
      if (before.get(path) === text) continue
      const file = join(who.dir, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
    who.files = files
    who.build = buildOf(files)
    who.begun = undefined
    who.hasUploaded = false
    builds.push(files)
  }

  function upload(who: Deployer, chance: Chance): Upload {
    const marker = markerIn(who)
    const entries = chance
      .shuffled(BUILT_PATHS)
      .map((path): [string, string | undefined] => [path, who.files?.get(path)])
    if (chance.percent(50)) entries.push([MARKER, marker])
    else entries.unshift([MARKER, marker])
    const started: Upload = {
      truth: who.truth,
      who,
      build: who.build,
      queue: entries,
      isSettled: false,
    }
    uploads.add(started)
    who.hasUploaded = true
    return started
  }

  /** A deploy takes no days: who is that old has ended, and its upload with it. */
  function pass(ms: number): void {
    now += ms
    for (const who of deployers) {
      if (!who.job || now - who.job.startedAt < 24 * HOUR) continue
      who.job.process.kill(0, false)
      finish(who)
    }
    for (const each of uploads) {
      const ages = each.truth
        .held()
        .filter(({ builds: of }) => of.has(each.build))
        .map(({ startedAt }) => now - startedAt)
      if (ages.length === 0 || Math.max(...ages) >= 24 * HOUR) uploads.delete(each)
    }
    for (const who of deployers) {
      const begun = who.truth.deploys.get(who.begun?.id ?? '')
      if (begun && now - begun.startedAt >= 24 * HOUR) {
        who.begun = undefined
        who.hasUploaded = false
      }
    }
  }

  function kill(who: Deployer): void {
    who.job?.process.kill(0, false)
    finish(who)
  }

  return {
    deployers,
    staging,
    production,
    uploads,
    builds,
    keys: () => [...values.keys()],
    build,
    begin(who, { isTaking }) {
      who.begun = { id: '', isTaken: isTaking }
      return start(who, 'begin', (operation) => begin(operation, isTaking ? 'take' : 'leave'))
    },
    upload,
    arrive,
    stop: (each) => void uploads.delete(each),
    run: (who) =>
      start(who, 'run', (operation) =>
        run(operation, who.begun?.isTaken && who.begun.id ? { deploy: who.begun.id } : {}),
      ),
    apply: (who) =>
      start(who, 'apply', async (operation) => apply(operation, await preview(operation))),
    close(who) {
      const id = who.begun?.id ?? ''
      for (const each of uploads) if (each.who === who) uploads.delete(each)
      who.begun = undefined
      return start(who, 'close', async ({ options }) => {
        await openLedger(options, () => ++now).close(id)
        return undefined
      })
    },
    /** Whoever forgets a deploy knows that it writes no more. */
    forget(by, deploy) {
      for (const each of uploads) if (deploy.builds.has(each.build)) uploads.delete(each)
      for (const who of deployers) {
        if (!deploy.builds.has(who.build)) continue
        if (who !== by) kill(who)
        who.begun = undefined
        who.hasUploaded = false
      }
      return start(by, 'forget', async (operation) => {
        await forget(operation, deploy.id)
        return undefined
      })
    },
    goOn,
    kill,
    pass,
    damage(key, how) {
      const bytes = values.get(key)
      if (!bytes) return
      const damaged = DAMAGES.get(how)?.(bytes)
      if (damaged) values.set(key, damaged)
      else values.delete(key)
      truthOf(key).isInDoubt = true
      truthOf(key).damages++
    },
    look,
  }
}

/** What a run may end with although nothing went wrong. */
const EXPECTED: ReadonlySet<string> = new Set(['plan-outdated', 'bad-option'])

function answered({ status, type, body }: Answer, cacheStatus?: string): SiteAnswer {
  return {
    kind: 'answered',
    status,
    digest: digestBytes(Buffer.from(body)),
    text: () => body,
    contentType: type,
    cacheStatus,
    age: undefined,
    colo: undefined,
    mitigated: undefined,
    location: undefined,
  }
}

function buildOf(files: Files): string {
  const assets = Array.from(files, ([path, text]) => ({
    path,
    size: text.length,
    digest: digestBytes(Buffer.from(text)),
    fingerprinted: false,
  }))
  return buildId(createManifest(assets), MARKER)
}

function nothing(): void {}

/** What the site answers when something is wrong with it, one after the other. */
function siteFault(count: number): SiteAnswer {
  const page = { type: 'text/html', body: 'x' }
  const faults: SiteAnswer[] = [
    { kind: 'unreachable', why: 'the line broke' },
    ...[503, 403, 429].map((status) => answered({ ...page, status })),
  ]
  return faults[count % faults.length] ?? { kind: 'unreachable', why: 'the line broke' }
}

function refusalOf(count: number): PurgeErrorCode {
  const codes = ['api-unreachable', 'api-refused', 'rate-limited', 'api-unreadable'] as const
  return codes[count % codes.length] ?? 'api-refused'
}

function pastCache(place: Place, url: string): SiteAnswer {
  return place.quirks.ignoresQuery ? throughEdge(place, url) : answered(place.origin(url), 'MISS')
}

function throughEdge(place: Place, url: string): SiteAnswer {
  const { answer, cacheStatus } = place.visit(url)
  return answered(answer, cacheStatus)
}

function targetOf({ name }: Place): Target {
  const environment: Target['environment'] =
    name === 'production'
      ? { kind: 'production' }
      : { kind: 'environment', id: 'f'.repeat(32), name }
  return { zone: { id: 'zone', name: 'site.example' }, environment, notes: [] }
}
