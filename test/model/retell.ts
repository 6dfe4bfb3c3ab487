import { liveThrough } from './lived.ts'

/** Gives a history again as people read it: each step, what must not be, and how to see it again. */
export async function retell(choices: readonly number[]): Promise<string> {
  const isTraced = process.env['MODEL_TRACE'] === '1'
  const { steps, violation = 'Nothing is wrong.' } = await liveThrough(choices, { isTraced })
  const again = `MODEL_HISTORY='${JSON.stringify(choices)}' MODEL_TRACE=1 pnpm test:model`
  return [...steps, '', violation, '', `With every effect: ${again}`].join('\n')
}
