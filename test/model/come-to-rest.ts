import { createChance } from './chance.ts'
import { newBuild } from './new-build.ts'
import { Violation } from './scene.ts'
import { HOUR, type Settings } from './settings.ts'
import type { World } from './world.ts'

/** However it went: once all is quiet, one deploy without trouble makes up for it. */
export async function comeToRest(
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
