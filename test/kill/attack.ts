import type { Fault } from '@cdn-purge/edge'
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
    pauseMs: random.between(0, 20),
  }
  // What a killed deploy left running is over by now, or goes on beside this one.
  if (random.chance(0.4)) await Promise.all(leftovers)
  arena.edge.setFaults(faults)
  tell(`${round}. build ${build}, ${describeFaults(faults)}, upload of ${percent(share)}`)

  if (random.chance(0.5)) {
    published.push(build)
    return [await strike(theatre, ['deploy', '--dir', dir, '--', ...uploadCommand(upload)], faults)]
  }
  const struck: Struck[] = []
  const begin = ['begin', '--dir', dir]
  if (random.chance(0.25)) {
    const first = await strike(theatre, begin, faults)
    struck.push(first)
    // Whoever was not told that the record is there uploads nothing.
    if (first !== 'too late') return struck
  } else {
    const { called } = await theatre.call(begin)
    if (called.code !== 0) throw new Error(`begin failed: ${textOf(called)}`)
  }
  published.push(build)
  await runUpload(upload)
  return [...struck, await strike(theatre, ['run', '--dir', dir], faults)]
}

/** Draws a new build, one that was live before, or the last one again. */
export function drawBuild({ random, published }: Theatre): number {
  const next = Math.max(-1, ...published) + 1
  if (next === 0 || random.chance(0.6)) return next
  return random.chance(0.6) ? random.pick(published) : (published.at(-1) ?? 0)
}

/** Calls and kills, and finds out from the traces where that was. */
async function strike(
  theatre: Theatre,
  argv: readonly string[],
  faults: readonly Fault[],
): Promise<Struck> {
  const { arena, random, lifetimes, leftovers, tell } = theatre
  const before = theatre.lastStatus()
  const traces = watchEdge(arena.edge)
  const command = argv[0] ?? ''
  const aim = drawAim(random, command, lifetimes)
  tell(`   aims ${describeAim(aim)}`)
  let release = (): void => {}
  const until = new Promise<void>((resolve) => {
    release = resolve
  })
  const held: Fault = { on: 'api', match: 'purge_cache', kind: 'hold', until }
  // With a broken API many a run ends before it purges.
  const others = faults.filter(({ on, kind }) => on !== 'api' || kind === 'delay')
  arena.edge.setFaults(aim.holdsPurge ? [...others, held] : faults)
  const withChildren = random.chance(0.5)
  const { called, quiet } = await theatre
    .call(argv, {
      kill: aim.plan,
      withChildren,
      signs: () => (aim.of === 'a purge' ? traces.begunPurges() : traces.all()).length,
    })
    .finally(() => release())
  // Before anybody else asks: reading the status asks the site what is live.
  const seen = { calls: traces.calls(), visits: traces.visits() }
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
    ...seen,
  })
  const openRecords = [...after.values()].filter((state) => state === 'open').length
  const { length: staleCopies } = await findStaleCopies(arena)
  const who = withChildren ? 'killed with its children' : 'killed'
  tell(
    `   ${command}: ${who} after ${ms(called.ms)}, ${phase}; left ${openRecords} open, ${staleCopies} stale`,
  )
  return { phase, openRecords, staleCopies }
}

interface Aim {
  readonly plan: KillPlan
  /** Whether a purge is a sign of life, or anything that it asks for. */
  readonly of: 'anything' | 'a purge'
  /** Whether a purge is held up until the kill, and only done then. */
  readonly holdsPurge: boolean
}

/** Draws any moment of the life of a call, or one soon after a sign of life, within a purge or after it. */
function drawAim(random: Random, command: string, lifetimes: Lifetimes): Aim {
  if (command === 'begin' || random.chance(0.3)) {
    const plan = { kind: 'after', ms: random.next() * lifetimes.of(command) } as const
    return { plan, of: 'anything', holdsPurge: false }
  }
  if (random.chance(0.3)) {
    const plan = { kind: 'at', sign: random.between(1, 30), ms: random.between(0, 40) } as const
    return { plan, of: 'anything', holdsPurge: false }
  }
  const holdsPurge = random.chance(0.6)
  const pause = holdsPurge ? random.between(0, 40) : random.next() * lifetimes.of(AFTER_PURGE)
  return { plan: { kind: 'at', sign: 1, ms: pause }, of: 'a purge', holdsPurge }
}

function describeAim({ plan, of, holdsPurge }: Aim): string {
  const after = `${Math.round(plan.ms)} ms`
  const what = plan.kind === 'after' ? `at ${after}` : `${after} after ${of} (${plan.sign})`
  return holdsPurge ? `${what}, which waits` : what
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

function ms(time: number): string {
  return `${Math.round(time)} ms`
}
