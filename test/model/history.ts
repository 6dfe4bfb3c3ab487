import {
  createManifest,
  diff,
  isEvicted,
  type CoverOptions,
  type DeployRecord,
  type Manifest,
} from '@cdn-purge/core'

/** The rule under test: which records count, and which of them a settle covers. */
export interface Rule {
  baseline(records: readonly DeployRecord[]): readonly DeployRecord[]
  covers(
    planned: readonly DeployRecord[],
    options: CoverOptions,
    settledAt: number,
  ): readonly string[]
}

/** A step chosen by its name, where no chance is wanted. */
export interface Chosen {
  readonly says: string
  /** Which build is begun, which file is uploaded. */
  readonly which?: number
}

/** What a history came to. */
export interface Told {
  /** One line a step, for people who look for the cause. */
  readonly steps: readonly string[]
  /** The first thing that must not be, if any was. */
  readonly violation: string | undefined
  readonly settles: number
  readonly evictions: number
}

const STABLE = ['a.js', 'b.html', 'c.css']
const FINGERPRINTED = 'd-1a2b3c4d.js'
const PATHS = [...STABLE, FINGERPRINTED]

const NOT_FOUND = '404'
const ABANDON_AFTER_MS = 1_000

/** A process that deploys: it may die at any step, and then its record stays as it is. */
interface Deployer {
  readonly name: string
  readonly record: string
  readonly build: Manifest
  phase: 'begun' | 'planned' | 'live' | 'purged' | 'still live'
  planned: readonly DeployRecord[]
  /** When the ledger was read for the plan. */
  readAt: number
}

/**
 * Lives through one history of two deployers, one origin and one edge, in which `choices` decide what happens next, and looks
 * after every step whether the edge holds only what the rule accounts for.
 */
export function liveThrough(choices: readonly (number | Chosen)[], rule: Rule): Told {
  const steps: string[] = []
  const records = new Map<string, DeployRecord>()
  const builds = new Map<string, Manifest>()
  const origin = new Map<string, string>()
  const edge = new Map<string, string>()
  /** Copies that a settle left alone because their name vouches for them: `d-1a2b3c4d.js=#1`. */
  const vouched = new Set<string>()
  const deployers: (Deployer | undefined)[] = [undefined, undefined]
  const dead = new Set<string>()
  let now = 0
  let settles = 0
  let evictions = 0
  let violation: string | undefined

  const serves = (record: string, path: string): string => valueOf(builds.get(record), path)
  const held = (): readonly DeployRecord[] => rule.baseline([...records.values()])

  function begin(name: string, build: Manifest): Deployer {
    const record = `${name}${records.size}`
    builds.set(record, build)
    records.set(record, {
      id: record,
      startedAt: now,
      site: SITE,
      builds: [{ build: record, manifest: record }],
      options: {},
      doubts: [],
      owed: [],
      taken: false,
      state: { kind: 'open' },
    })
    return { name, record, build, phase: 'begun', planned: [], readAt: now }
  }

  function end(record: string, state: DeployRecord['state']): void {
    const before = records.get(record)
    if (before) records.set(record, { ...before, state })
  }

  function upload({ record }: Deployer, paths: readonly string[]): void {
    for (const path of paths) origin.set(path, serves(record, path))
  }

  function isLive({ record }: Deployer): boolean {
    return PATHS.every((path) => origin.get(path) === serves(record, path))
  }

  function plannedChanges({ planned, build }: Deployer) {
    return diff(
      planned.flatMap(({ id }) => builds.get(id) ?? []),
      build,
    )
  }

  /** Evicts what is planned, or the first half of it, as a purge that fails on the way. */
  function purge(deployer: Deployer, isWhole: boolean): void {
    const evicted = plannedChanges(deployer).filter(isEvicted)
    for (const { path } of evicted.slice(0, isWhole ? undefined : evicted.length / 2)) {
      evictions++
      const wanted = serves(deployer.record, path)
      // Some build that may have been live since the edge was last known to match served something else here.
      if (!deployer.planned.some(({ id }) => serves(id, path) !== wanted)) {
        violation = `${path} was evicted, and no record explains why`
      }
      edge.delete(path)
      for (const copy of vouched) if (copy.startsWith(`${path}=`)) vouched.delete(copy)
    }
  }

  function settle({ planned, readAt, record }: Deployer, changes: ReturnType<typeof diff>): void {
    settles++
    for (const { path } of changes.filter((change) => !isEvicted(change))) {
      for (const { id } of planned) vouched.add(`${path}=${serves(id, path)}`)
    }
    const options = { deploy: record, readAt, abandonAfterMs: ABANDON_AFTER_MS }
    const covers = rule.covers(planned, options, now)
    end(record, { kind: 'settled', covers, pays: [], doubts: [] })
    const ended = new Set(planned.filter(({ state }) => state.kind !== 'open').map(({ id }) => id))
    if (held().some(({ id }) => ended.has(id))) {
      violation ??= 'a settle left records in the baseline that had ended before its plan was made'
    }
  }

  function look(): void {
    for (const [path, value] of edge) {
      if (vouched.has(`${path}=${value}`)) continue
      if (!held().some(({ id }) => serves(id, path) === value)) {
        violation ??= `the edge holds "${value}" at ${path}, and no record of the baseline explains it`
      }
    }
  }

  /** Everything that can happen now. */
  function possibilities(): Step[] {
    const list: Step[] = PATHS.map((path) => ({
      says: `a visitor fills ${path}`,
      does: () => void edge.set(path, origin.get(path) ?? NOT_FOUND),
    }))
    deployers.forEach((deployer, index) => {
      const name = 'AB'.charAt(index)
      if (deployer) list.push(...stepsOf(deployer, index))
      else {
        list.push({
          says: `${name} begins`,
          does: (choice) => {
            deployers[index] = begin(name, buildOf(choice))
          },
        })
      }
    })
    for (const record of dead) {
      list.push({
        says: `a person forgets ${record}`,
        does() {
          end(record, { kind: 'closed' })
          dead.delete(record)
        },
      })
    }
    list.push({
      says: 'hours pass',
      does() {
        now += ABANDON_AFTER_MS / 2
        // Who takes longer than that counts as given up, and must not go on.
        deployers.forEach((deployer, index) => {
          const startedAt = records.get(deployer?.record ?? '')?.startedAt ?? now
          if (deployer && now - startedAt >= ABANDON_AFTER_MS) die(deployer, index)
        })
      },
    })
    return list
  }

  function die({ record }: Deployer, index: number): void {
    dead.add(record)
    deployers[index] = undefined
  }

  function stepsOf(deployer: Deployer, index: number): Step[] {
    const { name, record, phase } = deployer
    const goTo = (next: Deployer['phase']): void => {
      deployer.phase = next
    }
    const always: Step[] = [
      { says: `${name} dies`, does: () => die(deployer, index) },
      {
        says: `${name} gives up`,
        does() {
          end(record, { kind: 'closed' })
          deployers[index] = undefined
        },
      },
    ]
    switch (phase) {
      case 'begun':
        return [
          ...always,
          ...often(() => ({
            says: `${name} uploads everything`,
            does: () => upload(deployer, PATHS),
          })),
          {
            says: `${name} uploads one file`,
            does: (choice) => upload(deployer, [PATHS[choice % PATHS.length] ?? '']),
          },
          ...often(() => ({
            says: `${name} plans`,
            does() {
              deployer.planned = held().filter(({ id }) => id !== record)
              deployer.readAt = now
              deployer.phase = 'planned'
            },
          })),
        ]
      case 'planned':
        return [
          ...always,
          ...often(() => ({
            says: `${name} asks whether its build is live`,
            does: () => goTo(isLive(deployer) ? 'live' : 'begun'),
          })),
        ]
      case 'live':
        return [
          ...always,
          {
            says: `${name} purges half`,
            does() {
              purge(deployer, false)
              deployer.phase = 'begun'
            },
          },
          ...often(() => ({
            says: `${name} purges`,
            does() {
              purge(deployer, true)
              deployer.phase = 'purged'
            },
          })),
        ]
      case 'purged':
        return [
          ...always,
          ...often(() => ({
            says: `${name} asks again`,
            does: () => goTo(isLive(deployer) ? 'still live' : 'begun'),
          })),
        ]
      case 'still live':
        return [
          ...always,
          ...often(() => ({
            says: `${name} settles`,
            does() {
              settle(deployer, plannedChanges(deployer))
              deployers[index] = undefined
            },
          })),
        ]
      default: {
        const never: never = phase
        return never
      }
    }
  }

  const first = begin('first', buildOf(0))
  upload(first, PATHS)
  end(first.record, { kind: 'settled', covers: [], pays: [], doubts: [] })

  for (const choice of choices) {
    const list = possibilities()
    const isNumber = typeof choice === 'number'
    const step = isNumber
      ? list[choice % list.length]
      : list.find(({ says }) => says === choice.says)
    if (!step) throw new Error(`This cannot happen now: ${JSON.stringify(choice)}.`)
    step.does(isNumber ? Math.floor(choice / list.length) : (choice.which ?? 0))
    look()
    steps.push(step.says)
    if (violation !== undefined) break
  }
  return { steps, violation, settles, evictions }
}

/** Makes a step that leads on likelier than those that end a deploy. */
function often(step: () => Step): Step[] {
  return Array.from({ length: 5 }, step)
}

interface Step {
  readonly says: string
  readonly does: (choice: number) => void
}

const SITE: DeployRecord['site'] = {
  origins: [{ url: 'https://www.example.com', dir: '', documents: true }],
  base: '/',
  cleanUrls: false,
  trailingSlash: false,
  fallback: undefined,
}

/** One of a few builds that have files in common. Names that carry a hash hold other bytes now and then. */
function buildOf(choice: number): Manifest {
  const digits = choice.toString(3).padStart(4, '0')
  const files = STABLE.flatMap((path, index) => {
    const digit = digits.charAt(index)
    return digit === '0' ? [] : [{ path, bytes: digit }]
  })
  const named = ['#1', '#1', '#1', '#2', undefined, undefined][choice % 6]
  if (named !== undefined) files.push({ path: FINGERPRINTED, bytes: named })
  return createManifest(
    files.map(({ path, bytes }) => ({
      path,
      size: 1,
      digest: `test-${bytes}`,
      fingerprinted: path === FINGERPRINTED,
    })),
  )
}

function valueOf(build: Manifest | undefined, path: string): string {
  return build?.assets.get(path)?.digest ?? NOT_FOUND
}
