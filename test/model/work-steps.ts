import type { Deployer } from './deployer.ts'
import { often, type Choosing, type Step } from './step.ts'
import type { World } from './world.ts'

/** What may happen to a process that waits at an effect. */
export function workSteps(world: World, who: Deployer, { chance, count }: Choosing): Step[] {
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
