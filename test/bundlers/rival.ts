import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { BuildCase } from './bundler.ts'

/** What the other plugin does in its hook, if there is one: `hook` without the order it asks for. */
export interface RivalAct {
  readonly hook: string
  readonly last: boolean
  act(): Promise<void>
}

export function rivalOf({ root, rival }: BuildCase): RivalAct | undefined {
  if (!rival) return undefined
  const [hook = '', order] = rival.hook.split(':')
  return {
    hook,
    last: order === 'last',
    async act() {
      if (rival.does === 'throw') throw new Error(`The rival threw in ${hook}.`)
      // As slow as a plugin that compresses or uploads.
      await setTimeout(100)
      mkdirSync(join(root, 'dist'), { recursive: true })
      writeFileSync(join(root, 'dist/late.txt'), 'late\n')
    },
  }
}
