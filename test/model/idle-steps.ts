import type { Deployer } from './deployer.ts'
import { newBuild } from './new-build.ts'
import { often, type Choosing, type Step } from './step.ts'
import type { World } from './world.ts'

/** What a deployer may do who does nothing now. */
export function idleSteps(world: World, who: Deployer, { chance, count }: Choosing): Step[] {
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
      ...(chance.percent(15)
        ? [
            often(1, `${name} purges everything`, () => {
              count('purged everything')
              return world.runForEverything(who)
            }),
          ]
        : []),
      often(1, `${name} applies a plan`, () => world.apply(who)),
      often(1, `${name} looks`, async () => {
        const isPlan = chance.percent(50)
        count(isPlan ? 'planned only' : 'verified only')
        await (isPlan ? world.plan(who) : world.verify(who))
      }),
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
