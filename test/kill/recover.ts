import { drawBuild } from './attack.ts'
import { compareAll, type Comparison } from './compare.ts'
import { describeFaults, drawPassingFaults } from './kill-faults.ts'
import { AFTER_PURGE } from './lifetimes.ts'
import { sayingOf, type Saying } from './saying.ts'
import { lastLine, textOf, type Theatre } from './theatre.ts'
import { runUpload, uploadCommand } from './upload.ts'
import { watchEdge } from './watch-edge.ts'

export interface Recovery extends Comparison {
  /** The number of the build that is live now. */
  readonly build: number
  readonly said: Saying
}

/**
 * Deploys without a kill, and compares all that the edge answers with the origin.
 *
 * @throws {Error} where the deploy fails although nothing goes wrong, or where something stale is left.
 */
export async function recover(
  theatre: Theatre,
  round: number,
  build: number = drawBuild(theatre),
): Promise<Recovery> {
  const { arena, random, builds, published, leftovers, lifetimes, tell } = theatre
  await Promise.all(leftovers)
  const dir = await builds.folder(build)
  published.push(build)
  const upload = { dir, docroot: arena.docroot, share: 1, seed: random.between(0, 1e6), pauseMs: 0 }
  const inOne = random.chance(0.5)
  if (!inOne) {
    arena.edge.setFaults([])
    const { called } = await theatre.call(['begin', '--dir', dir])
    if (called.code !== 0) throw new Error(`begin failed: ${textOf(called)}`)
    await runUpload(upload)
  }
  const deploy = ['deploy', '--dir', dir, '--', ...uploadCommand(upload)]
  const run = ['run', '--dir', dir]
  const argv = inOne ? deploy : run
  const attempts = [
    { argv, faults: drawPassingFaults(random) },
    { argv: run, faults: [] },
  ]
  for (const [index, attempt] of attempts.entries()) {
    arena.edge.setFaults(attempt.faults)
    const watch = watchEdge(arena.edge)
    const { called } = await theatre.call(attempt.argv)
    const ended = Date.now()
    arena.edge.setFaults([])
    const command = attempt.argv[0] ?? ''
    tell(
      `${round}. ${command} of build ${build} to recover, ${describeFaults(attempt.faults)}: ${called.code}, ${lastLine(called)}`,
    )
    if (called.code === 0) {
      lifetimes.note(command, called.ms)
      const purged = watch.purges()[0]
      if (purged) lifetimes.note(AFTER_PURGE, ended - purged.at)
      await theatre.status()
      const said = index === 0 ? sayingOf(called) : 'only the second'
      return { ...(await checkAll(theatre, build)), build, said }
    }
    if (index === attempts.length - 1) {
      throw new Error(`Nothing went wrong, and the deploy failed: ${textOf(called)}`)
    }
  }
  throw new Error('There was nothing to try.')
}

/** @throws {Error} where something is stale, or where the origin itself is not as it should be. */
async function checkAll({ arena, builds, tell }: Theatre, build: number): Promise<Comparison> {
  const comparison = await compareAll(arena, builds.at(build), builds.paths())
  const { compared, hits, stale, notServed } = comparison
  tell(`   ${compared} answers compared, ${hits} from the cache, ${stale.length} stale`)
  if (notServed.length > 0) {
    throw new Error(`The origin does not serve the build:\n${notServed.join('\n')}`)
  }
  if (stale.length > 0) throw new Error(`Stale after the recovery:\n${stale.join('\n')}`)
  return comparison
}
