import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../packages/cdn-purge/bin/cdn-purge.mjs', import.meta.url))

/** Calls that take longer than this are a hang. */
const LONGEST_MS = 120_000

/** When to kill. */
export type KillPlan =
  | { readonly kind: 'after'; readonly ms: number }
  /** Some ms after others saw so many signs of life. */
  | { readonly kind: 'at'; readonly sign: number; readonly ms: number }

export interface CallOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly kill?: KillPlan
  /** Whether the commands that it started die with it, as when a machine does. */
  readonly withChildren?: boolean
  /** Counts what others saw of it so far. */
  readonly signs?: () => number
}

/** A call of the command line that has ended, one way or the other. */
export interface Called {
  readonly code: number | null
  readonly isKilled: boolean
  readonly ms: number
  readonly stdout: string
  readonly stderr: string
}

/** A process that is over, and what it may have left running. */
export interface Ended {
  readonly called: Called
  /** Settles when the commands that it started are over too; what they said is in it. */
  readonly quiet: Promise<Called>
}

/** Calls the real command line as a process of its own, and kills it where a plan says so. */
export async function call(argv: readonly string[], options: CallOptions): Promise<Ended> {
  const { cwd, env, kill, withChildren = false, signs = () => 0 } = options
  const began = performance.now()
  // A group of its own, so that its children can be killed with it and nothing else is.
  const child = spawn(process.execPath, [BIN, ...argv], { cwd, env, detached: true })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
  }
  child.stdin.end()
  const exited = once(child, 'exit') as Promise<[number | null]>
  const closed = once(child, 'close')
  let isOver = false
  let isTooLong = false
  const strike = (all: boolean): void => {
    if (isOver || child.pid === undefined) return
    if (all) process.kill(-child.pid, 'SIGKILL')
    else child.kill('SIGKILL')
  }
  const limit = setTimeout(() => {
    isTooLong = true
    strike(true)
  }, LONGEST_MS)
  const killing = kill && killAt(kill, { signs, isOver: () => isOver }, () => strike(withChildren))
  const [code] = await exited
  isOver = true
  clearTimeout(limit)
  await killing
  const called = (): Called => ({
    code,
    isKilled: code === null,
    ms: performance.now() - began,
    ...said,
  })
  if (isTooLong) {
    throw new Error(`"${argv.join(' ')}" did not end: ${said.stdout}${said.stderr}`)
  }
  return { called: called(), quiet: closed.then(called) }
}

async function killAt(
  plan: KillPlan,
  { signs, isOver }: { readonly signs: () => number; readonly isOver: () => boolean },
  strike: () => void,
): Promise<void> {
  const until = performance.now() + plan.ms
  if (plan.kind === 'at') while (!isOver() && signs() < plan.sign) await wait(2)
  const left = plan.kind === 'at' ? plan.ms : until - performance.now()
  if (left > 0 && !isOver()) await wait(left)
  strike()
}
