import { setArena, type Arena } from './arena.ts'
import { createBuilds, type Builds } from './builds.ts'
import { callHere } from './command-here.ts'
import { call, type CallOptions, type Called, type Ended } from './command.ts'
import { createLifetimes, type Lifetimes } from './lifetimes.ts'
import type { LedgerPlace } from './ledger-place.ts'
import { createRandom, type Random } from './random.ts'

/** Everything that attacks and recoveries share. */
export interface Theatre {
  readonly arena: Arena
  readonly builds: Builds
  readonly random: Random
  /** Numbers of the builds that may have been live, in the order of their deploys. */
  readonly published: number[]
  readonly lifetimes: Lifetimes
  /** What killed deploys may have left running. */
  readonly leftovers: Set<Promise<unknown>>
  /** Writes a line of the history. */
  readonly tell: (line: string) => void
  /** Calls the command line on a machine drawn by chance. */
  call(argv: readonly string[], options?: Omit<CallOptions, 'cwd' | 'env'>): Promise<Ended>
  /** Reads the ledger with the command line, which must be able to at any time; gives states by deploy id. */
  status(): Promise<ReadonlyMap<string, string>>
  /** What the last look at the ledger saw. */
  lastStatus(): ReadonlyMap<string, string>
}

export async function createTheatre(
  place: LedgerPlace,
  seed: number,
  tell: (line: string) => void,
): Promise<Theatre> {
  const arena = await setArena(place)
  // A store asks the process itself for its keys.
  Object.assign(process.env, place.env)
  const random = createRandom(seed)
  const callSomewhere: Theatre['call'] = async (argv, options = {}) => {
    const at = { cwd: await arena.machine(random.between(1, 3)), env: arena.env }
    // What starts a command of its own passes on where it writes to.
    if (options.kill || argv[0] === 'deploy') return call(argv, { ...at, ...options })
    const called = await callHere(argv, at)
    return { called, quiet: Promise.resolve(called) }
  }
  let last: ReadonlyMap<string, string> = new Map()
  return {
    arena,
    builds: createBuilds(seed, arena.buildsDir),
    random,
    published: [],
    lifetimes: createLifetimes(),
    leftovers: new Set(),
    tell,
    call: callSomewhere,
    async status() {
      const { called } = await callSomewhere(['status', '--json'])
      if (called.code !== 0) throw new Error(`The ledger cannot be read: ${textOf(called)}`)
      const { deploys }: { deploys: { id: string; state: string }[] } = JSON.parse(called.stdout)
      last = new Map(deploys.map(({ id, state }) => [id, state]))
      return last
    },
    lastStatus: () => last,
  }
}

/** Gives what a call ended with and all that it said. */
export function textOf({ code, stdout, stderr }: Called): string {
  return `exit code ${code}\n${stdout}${stderr}`
}

/** Gives the line that tells most: of its own, and not of a command that it ran. */
export function lastLine({ code, stdout, stderr }: Called): string {
  const [said, complained] = [stdout, stderr].map((text) => text.trim().split('\n').at(-1) ?? '')
  return (code === 0 || !complained ? said : complained) || '(silence)'
}
