import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createChance, type Chance } from './chance.ts'
import type { Deployer } from './deployer.ts'
import { ALL_URLS } from './host.ts'
import { DAMAGES } from './ledger-keys.ts'
import { newBuild } from './new-build.ts'
import type { Quirks } from './place.ts'
import { HOUR, Violation, createWorld, type Settings, type World } from './world.ts'

/** What a history came to. */
export interface Told {
  /** One line a step, for people who look for the cause. */
  readonly steps: readonly string[]
  /** The first thing that must not be, if any was. */
  readonly violation: string | undefined
  /** How often each thing happened. */
  readonly counts: ReadonlyMap<string, number>
}

/** Lives through one history in which `choices` decide what happens; a choice of 0 is a step in which nothing happens. */
export async function liveThrough(
  choices: readonly number[],
  { isTraced = false }: { readonly isTraced?: boolean } = {},
): Promise<Told> {
  const [setting = 0, ...rest] = choices
  const root = mkdtempSync(join(tmpdir(), 'cdn-purge-model-'))
  const steps: string[] = []
  const counts = new Map<string, number>()
  const tell = {
    say: (line: string) => void steps.push(line),
    trace: (line: string) => void (isTraced && steps.push(`    ${line}`)),
    count: (what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1),
  }
  try {
    const { settings, quirks, isDamaged } = settingsOf(createChance(setting))
    tell.say(JSON.stringify({ ...settings, ...quirks.staging, isDamaged }))
    const world = createWorld({ root, settings, quirks, tell })
    for (const choice of rest) {
      if (choice === 0) continue
      const chance = createChance(choice)
      const list = possibilities(world, { chance, isDamaged, ...tell })
      const step = chance.one(
        list.flatMap((each) => Array.from({ length: each.weight }, () => each)),
      )
      tell.say(step.says)
      await step.does()
      world.look()
    }
    await comeToRest(world, settings, tell.say)
    return { steps, violation: undefined, counts }
  } catch (error) {
    if (!(error instanceof Violation)) throw error
    return { steps, violation: error.message, counts }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

function settingsOf(chance: Chance): {
  readonly settings: Settings
  readonly quirks: Readonly<Record<'staging' | 'production', Quirks>>
  readonly isDamaged: boolean
} {
  const isReached = !chance.percent(5)
  const marker = !chance.percent(12)
  const ignoresQuery = chance.percent(12)
  const refusesUrls = chance.percent(10)
  const settings: Settings = {
    marker,
    onUnknownBaseline: chance.percent(15) ? 'stable' : 'site',
    // Else nothing can ever be found out.
    origin: !isReached || (ignoresQuery && (refusesUrls || !marker)) || chance.percent(25),
    waitForLive: chance.percent(30) ? '20s' : 0,
  }
  const quirks: Quirks = {
    isReached,
    isSinglePage: chance.percent(25),
    isDeaf: false,
    ignoresQuery,
    lies304: chance.percent(25),
    servesStale: chance.percent(25),
    refusesUrls,
  }
  const isDamaged = chance.percent(25)
  return { settings, quirks: { staging: quirks, production: { ...quirks } }, isDamaged }
}

interface Step {
  /** Of several that are possible it is likelier by so much. */
  readonly weight: number
  readonly says: string
  readonly does: () => void | Promise<void>
}

function often(weight: number, says: string, does: Step['does']): Step {
  return { weight, says, does }
}

interface Choosing {
  readonly chance: Chance
  readonly isDamaged: boolean
  readonly say: (line: string) => void
  readonly count: (what: string) => void
}

/** All that can happen now. */
function possibilities(world: World, choosing: Choosing): Step[] {
  const { staging, deployers } = world
  const { chance, count } = choosing
  const { place } = staging
  const list: Step[] = [
    often(3, 'visitors come', () => {
      for (let visits = 1 + chance.upTo(8); visits > 0; visits--) place.visit(chance.one(ALL_URLS))
    }),
    often(1, 'everybody comes', () => {
      for (const url of ALL_URLS) place.visit(url)
    }),
    often(1, 'copies get old', () => {
      for (const url of ALL_URLS) if (chance.percent(50)) place.outdate(url)
    }),
    often(1, 'ten hours pass', () => world.pass(10 * HOUR)),
    often(1, 'two days pass', () => world.pass(48 * HOUR)),
    often(1, 'the edge turns deaf, or hears again', () => {
      place.quirks.isDeaf = !place.quirks.isDeaf
    }),
  ]
  for (const who of deployers) {
    list.push(...(who.job ? workSteps : idleSteps)(world, who, choosing))
  }
  for (const each of world.uploads) {
    list.push(
      often(2, `a file of ${each.who.name} arrives`, () => world.arrive(each, 1)),
      often(3, `the rest of ${each.who.name} arrives`, () => world.arrive(each, Infinity)),
      often(1, `the upload of ${each.who.name} stops`, () => {
        count('uploads that stopped')
        world.stop(each)
      }),
    )
  }
  const open = staging.open()
  const idle = deployers.find(({ job, files, truth }) => !job && files && truth === staging)
  if (open.length > 0 && idle) {
    const deploy = chance.one(open)
    list.push(
      often(1, `a person forgets ${deploy.id.slice(0, 4)}`, async () => {
        count('forgotten')
        await world.forget(idle, deploy)
        await world.goOn(idle, chance)
      }),
    )
  }
  if (choosing.isDamaged)
    list.push(often(1, 'a key of the ledger is damaged', () => damage(world, choosing)))
  return list
}

function idleSteps(world: World, who: Deployer, { chance, count }: Choosing): Step[] {
  const { name } = who
  const build = (): void => {
    const files = newBuild(chance, world.builds)
    if (world.builds.slice(0, -1).includes(files)) count('rollbacks')
    world.build(who, files)
  }
  const list: Step[] = [
    often(who.files ? 1 : 4, `${name} builds`, build),
    often(3, `${name} releases a build without trouble`, async () => {
      build()
      await world.begin(who, { isTaking: chance.percent(50) })
      await world.goOn(who, chance, { noise: 10 })
      world.arrive(world.upload(who, chance), Infinity)
      await world.run(who)
      await world.goOn(who, chance, { noise: 20 })
    }),
    often(1, `${name} changes options`, () => {
      count('options switched')
      const { hasCdn, hasFileNames } = who.addresses
      const addresses = chance.percent(50)
        ? { hasCdn: !hasCdn, hasFileNames }
        : { hasCdn, hasFileNames: !hasFileNames }
      // One project has one configuration.
      for (const each of world.deployers) each.addresses = addresses
    }),
    often(1, `${name} turns to the other environment`, () => {
      count('environments switched')
      who.truth = who.truth === world.staging ? world.production : world.staging
      who.begun = undefined
      who.hasUploaded = false
    }),
  ]
  if (!who.files) return list
  if (!who.begun) {
    const isTaking = chance.percent(50)
    list.push(often(5, `${name} begins`, () => world.begin(who, { isTaking })))
  }
  if (!who.hasUploaded) {
    list.push(
      often(who.begun ? 5 : 1, `${name} uploads`, () => {
        if (!who.begun) count('uploads that nobody began')
        world.upload(who, chance)
      }),
    )
  }
  if (who.hasUploaded) {
    list.push(
      often(6, `${name} runs`, () => world.run(who)),
      often(1, `${name} applies a plan`, () => world.apply(who)),
    )
  }
  if (who.truth.deploys.get(who.begun?.id ?? '')?.ended === 'no') {
    list.push(
      often(1, `${name} gives up`, async () => {
        await world.close(who)
        await world.goOn(who, chance)
      }),
    )
  }
  return list
}

function workSteps(world: World, who: Deployer, { chance, count }: Choosing): Step[] {
  const { name } = who
  const effects = 1 + chance.upTo(chance.percent(50) ? 8 : 60)
  const noise = chance.one([0, 10, 40])
  return [
    often(4, `${name} goes on a little`, () => world.goOn(who, chance, { effects, noise })),
    often(6, `${name} goes on to the end`, () => world.goOn(who, chance, { noise })),
    often(3, `${name} meets a fault`, () =>
      world.goOn(who, chance, { effects, noise, fate: chance.one(['refused', 'unheard']) }),
    ),
    often(3, `${name} meets a fault when it purges`, async () => {
      while (who.job && !who.job.process.waiting().some((each) => each.startsWith('purge'))) {
        await world.goOn(who, chance, { effects: 1, noise })
      }
      if (!who.job) return
      count('purges that failed')
      await world.goOn(who, chance, { effects: 1, fate: chance.one(['refused', 'unheard']) })
      await world.goOn(who, chance, { noise })
    }),
    often(2, `${name} dies`, () =>
      world.goOn(who, chance, { effects, noise, fate: chance.one(['killed', 'done and killed']) }),
    ),
  ]
}

function damage(world: World, { chance, say, count }: Choosing): void {
  const keys = world.keys()
  if (keys.length === 0) return
  const key = chance.one(keys)
  const how = chance.one([...DAMAGES.keys()])
  const [, id, part = ''] = /\/records\/([^/]+)\/([^/]+)$/.exec(key) ?? []
  // What leaves no trace cannot be noticed by anybody.
  const isLastTrace =
    part === 'started' && !keys.some((each) => each !== key && each.includes(`/${id}/`))
  if (how === 'removed' && (isLastTrace || /^(?:build|owed|taken)-/.test(part))) return
  say(`  ${key} is ${how}`)
  count('damages')
  world.damage(key, how)
}

/** However it went: once all is quiet, one deploy without trouble makes up for it. */
async function comeToRest(
  world: World,
  { onUnknownBaseline }: Settings,
  say: (line: string) => void,
): Promise<void> {
  const { staging, deployers } = world
  for (const each of world.uploads) world.stop(each)
  for (const who of deployers) world.kill(who)
  world.pass(48 * HOUR)
  staging.place.quirks.isDeaf = false
  const [last] = deployers
  last.truth = staging
  const chance = createChance(1)
  say('all is quiet, and A releases a last build')
  world.build(last, newBuild(chance, world.builds))
  await world.begin(last, { isTaking: false })
  await world.goOn(last, chance)
  world.arrive(world.upload(last, chance), Infinity)
  await world.run(last)
  const next = last.job?.next
  await world.goOn(last, chance)
  const [outdated] = staging.outdated(last.addresses, next ?? new Map())
  // What an edge said that nobody could look at stays with it, and so does what was told not to be purged.
  const isTold = staging.wasDeceived || (onUnknownBaseline === 'stable' && staging.isInDoubt)
  if (outdated !== undefined && !isTold) {
    throw new Violation(`after a deploy without trouble ${outdated}`)
  }
}
