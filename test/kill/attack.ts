import type { KillPlan } from './command.ts'
import { findStaleCopies } from './compare.ts'
import { describeFaults, drawFaults } from './kill-faults.ts'
import { AFTER_PURGE, type Lifetimes } from './lifetimes.ts'
import { phaseOf, type Phase } from './phase.ts'
import type { Random } from './random.ts'
import { lastLine, textOf, type Theatre } from './theatre.ts'
import { runUpload, uploadCommand } from './upload.ts'
import { watchEdge } from './watch-edge.ts'

/** Where a kill hit, and what it left. */
export interface Kill {
  readonly phase: Phase
  /** Records that nobody has settled or closed. */
  readonly openRecords: number
  /** Copies at the edge that are not what the origin answers. */
  readonly staleCopies: number
}

/** What became of one kill; that the call was over before is the other thing. */
export type Struck = Kill | 'too late'

/** Deploys one build under faults, in one of the ways that people do, and kills what does it. */
export async function attack(theatre: Theatre, round: number): Promise<Struck[]> {
  const { arena, random, builds, published, leftovers, tell } = theatre
  const build = drawBuild(theatre)
  const dir = await builds.folder(build)
  const faults = drawFaults(random)
  const share = random.chance(0.3) ? random.next() : 1
  const upload = {
    dir,
    docroot: arena.docroot,
    share,
    seed: random.between(0, 1e6),
    pauseMs: random.between(0, 30),
  }
  // What a killed deploy left running is over by now, or goes on beside this one.
  if (random.chance(0.4)) await Promise.all(leftovers)
  arena.edge.setFaults(faults)
  tell(`${round}. build ${build}, ${describeFaults(faults)}, upload of ${percent(share)}`)

  if (random.chance(0.5)) {
    published.push(build)
    return [await strike(theatre, ['deploy', '--dir', dir, '--', ...uploadCommand(upload)])]
  }
  const struck: Struck[] = []
  const begin = ['begin', '--dir', dir]
  if (random.chance(0.25)) {
    const first = await strike(theatre, begin)
    struck.push(first)
    // Whoever was not told that the record is there uploads nothing.
    if (first !== 'too late') return struck
  } else {
    const { called } = await theatre.call(begin)
    if (called.code !== 0) throw new Error(`begin failed: ${textOf(called)}`)
  }
  published.push(build)
  await runUpload(upload)
  return [...struck, await strike(theatre, ['run', '--dir', dir])]
}

/** Draws a new build, one that was live before, or the last one again. */
export function drawBuild({ random, published }: Theatre): number {
  const next = Math.max(-1, ...published) + 1
  if (next === 0 || random.chance(0.6)) return next
  return random.chance(0.6) ? random.pick(published) : (published.at(-1) ?? 0)
}

/** Calls and kills, and finds out from the traces where that was. */
async function strike(theatre: Theatre, argv: readonly string[]): Promise<Struck> {
  const { arena, random, lifetimes, leftovers, tell } = theatre
  const before = theatre.lastStatus()
  const traces = watchEdge(arena.edge)
  const command = argv[0] ?? ''
  const aim = drawAim(random, command, lifetimes)
  const withChildren = random.chance(0.5)
  const { called, quiet } = await theatre.call(argv, {
    kill: aim,
    withChildren,
    signs: () => (aim.kind === 'at' && aim.of === 'purges' ? traces.purges() : traces.all()).length,
  })
  const ending = quiet.finally(() => leftovers.delete(ending))
  leftovers.add(ending)
  const after = await theatre.status()
  if (!called.isKilled) {
    tell(`   ${command}: over after ${ms(called.ms)} with ${called.code}, ${lastLine(called)}`)
    lifetimes.note(command, called.ms)
    return 'too late'
  }
  const phase = phaseOf({
    command,
    recorded: command !== 'run' && [...after.keys()].some((id) => !before.has(id)),
    settled: [...after].some(([id, state]) => state === 'settled' && before.get(id) !== 'settled'),
    stderr: called.stderr,
    calls: traces.calls(),
    visits: traces.visits(),
  })
  const openRecords = [...after.values()].filter((state) => state === 'open').length
  const { length: staleCopies } = await findStaleCopies(arena)
  const who = withChildren ? 'killed with its children' : 'killed'
  tell(
    `   ${command}: ${who} after ${ms(called.ms)}, ${phase}; left ${openRecords} open, ${staleCopies} stale`,
  )
  return { phase, openRecords, staleCopies }
}

/**
 * Draws any moment of the life of a call, or one soon after a sign of life or after a purge: much happens then in little time.
 */
function drawAim(random: Random, command: string, lifetimes: Lifetimes): KillPlan {
  if (command === 'begin' || random.chance(0.4)) {
    return { kind: 'after', ms: random.next() * lifetimes.of(command) }
  }
  return random.chance(0.5)
    ? { kind: 'at', of: 'signs', sign: random.between(1, 30), ms: random.between(0, 40) }
    : { kind: 'at', of: 'purges', sign: 1, ms: drawPause(random, lifetimes) }
}

/** Half of the kills hit while a purge is under way, however long all that follows takes. */
function drawPause(random: Random, lifetimes: Lifetimes): number {
  if (random.chance(0.5)) return random.between(0, 60)
  return random.next() * lifetimes.of(AFTER_PURGE)
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

function ms(time: number): string {
  return `${Math.round(time)} ms`
}
