import { ALL_URLS } from './host.ts'
import { idleSteps } from './idle-steps.ts'
import { DAMAGES } from './ledger-keys.ts'
import { HOUR } from './settings.ts'
import { often, type Choosing, type Step } from './step.ts'
import { workSteps } from './work-steps.ts'
import type { World } from './world.ts'

/** All that can happen now. */
export function possibilities(world: World, choosing: Choosing): Step[] {
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
