import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createChance } from './chance.ts'
import { comeToRest } from './come-to-rest.ts'
import { possibilities } from './possibilities.ts'
import { Violation } from './scene.ts'
import { createWorld } from './world.ts'
import { chooseKind } from './world-kind.ts'

/** What a history came to. */
export interface Told {
  /** One line a step, for people who look for the cause. */
  readonly steps: readonly string[]
  /** The first thing that must not be, if any was. */
  readonly violation: string | undefined
  /** How often each thing happened. */
  readonly counts: ReadonlyMap<string, number>
}

/** Lives through one history in which `choices` decide what happens; a choice of 0 is a step in which nothing happens. */
export async function liveThrough(
  choices: readonly number[],
  { isTraced = false }: { readonly isTraced?: boolean } = {},
): Promise<Told> {
  const [setting = 0, ...rest] = choices
  const root = mkdtempSync(join(tmpdir(), 'cdn-purge-model-'))
  const steps: string[] = []
  const counts = new Map<string, number>()
  const tell = {
    say: (line: string) => void steps.push(line),
    trace: (line: string) => void (isTraced && steps.push(`    ${line}`)),
    count: (what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1),
  }
  try {
    const { settings, quirks, isDamaged } = chooseKind(createChance(setting))
    tell.say(JSON.stringify({ ...settings, ...quirks.staging, isDamaged }))
    const world = createWorld({ root, settings, quirks, tell })
    for (const choice of rest) {
      if (choice === 0) continue
      const chance = createChance(choice)
      const list = possibilities(world, { chance, isDamaged, ...tell })
      const step = chance.one(
        list.flatMap((each) => Array.from({ length: each.weight }, () => each)),
      )
      tell.say(step.says)
      await step.does()
      world.look()
    }
    await comeToRest(world, settings, tell.say)
    return { steps, violation: undefined, counts }
  } catch (error) {
    if (!(error instanceof Violation)) throw error
    return { steps, violation: error.message, counts }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
