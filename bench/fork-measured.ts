import { fork } from 'node:child_process'
import { once } from 'node:events'

/**
 * Runs a module in a process of its own and gives what it sent.
 *
 * @throws {Error} where it ended otherwise.
 */
export async function forkMeasured<T>(module: string, args: readonly string[]): Promise<T> {
  const child = fork(module, args)
  const answers: T[] = []
  child.on('message', (message) => answers.push(message as T))
  const [code] = (await once(child, 'close')) as [number | null]
  const [measured] = answers
  if (code !== 0 || measured === undefined) {
    throw new Error(`"${module} ${args.join(' ')}" ended with ${code}.`)
  }
  return measured
}
