import { attack, type Kill } from './attack.ts'
import type { LedgerPlace } from './ledger-place.ts'
import { createRandom } from './random.ts'
import { recover } from './recover.ts'
import {
  NO_REQUESTS,
  addCounts,
  countRequests,
  subtractCounts,
  type RequestCounts,
} from './request-counts.ts'
import type { Saying } from './saying.ts'
import { createTheatre, type Theatre } from './theatre.ts'
import { startVisitors } from './visitors.ts'

/** A kill, and what the next deploy that nobody killed said. */
export interface RecoveredKill extends Kill {
  readonly nextSaid: Saying
}

/** What many kills and the recoveries between them came to. */
export interface Campaign {
  readonly kills: readonly RecoveredKill[]
  /** Calls that were over before their kill came. */
  readonly tooLate: number
  /** Numbers of the builds that recoveries made live, in order. */
  readonly recovered: readonly number[]
  /** Answers compared after the recoveries, and how many of them came from the cache. */
  readonly compared: number
  readonly hits: number
  /** All that the API was asked for, and by the recoveries alone. */
  readonly requests: RequestCounts
  readonly recoveryRequests: RequestCounts
}

export interface CampaignOptions {
  readonly place: LedgerPlace
  readonly kills: number
  readonly seed: number
  /** Gets each line of the history as it happens. */
  readonly tell?: (line: string) => void
}

/**
 * Deploys build after build and kills the command line again and again, until it was killed so often; after every few kills one
 * deploy must succeed, and nothing stale be left.
 *
 * @throws {Error} with the whole history, where that is not so.
 */
export async function runCampaign(options: CampaignOptions): Promise<Campaign> {
  return onStage(options, (theatre) => fight(theatre, options.kills))
}

/** Deploys builds one after the other while nothing goes wrong, and gives what that asks of the API. */
export async function runUndisturbed(
  options: Omit<CampaignOptions, 'kills'>,
  numbers: readonly number[],
): Promise<RequestCounts> {
  return onStage(options, async (theatre) => {
    for (const [index, number] of numbers.entries()) await recover(theatre, index, number)
    return countRequests(theatre.arena.edge)
  })
}

async function onStage<T>(
  { place, seed, tell }: Omit<CampaignOptions, 'kills'>,
  act: (theatre: Theatre) => Promise<T>,
): Promise<T> {
  const history: string[] = []
  const theatre = await createTheatre(place, seed, (line) => {
    history.push(line)
    tell?.(line)
  })
  const { arena, builds, leftovers } = theatre
  const stopVisitors = startVisitors(arena, builds.paths, createRandom(seed + 1))
  try {
    return await act(theatre)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const where = `With the ledger in "${place.name}" and seed ${seed}:`
    throw new Error([where, ...history, reason].join('\n'), { cause: error })
  } finally {
    await stopVisitors()
    await Promise.all(leftovers)
    await arena.close()
  }
}

/** Beyond so many rounds a kill the kills come too late to be kills. */
const ROUNDS_PER_KILL = 5

async function fight(theatre: Theatre, kills: number): Promise<Campaign> {
  const { arena, random } = theatre
  const done: RecoveredKill[] = []
  const fresh: Kill[] = []
  const recovered: number[] = []
  const seen = { tooLate: 0, compared: 0, hits: 0 }
  let recoveryRequests = NO_REQUESTS
  let round = 0

  const recoverNow = async (): Promise<void> => {
    const before = countRequests(arena.edge)
    const { build, said, compared, hits } = await recover(theatre, round++)
    recovered.push(build)
    done.push(...fresh.splice(0).map((kill) => ({ ...kill, nextSaid: said })))
    seen.compared += compared
    seen.hits += hits
    const spent = subtractCounts(countRequests(arena.edge), before)
    recoveryRequests = addCounts(recoveryRequests, spent)
  }

  await recoverNow()
  while (done.length < kills) {
    for (let left = random.between(1, 4); left > 0 && done.length + fresh.length < kills; left--) {
      if (round > kills * ROUNDS_PER_KILL) throw new Error('Nearly every kill came too late.')
      for (const struck of await attack(theatre, round++)) {
        if (struck === 'too late') seen.tooLate++
        else fresh.push(struck)
      }
    }
    await recoverNow()
  }
  return { ...seen, kills: done, recovered, requests: countRequests(arena.edge), recoveryRequests }
}
