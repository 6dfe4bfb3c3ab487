import { parsePlan } from '@cdn-purge/core'
import { apply } from '../apply.ts'
import { createCommand, type Command } from '../cli/command.ts'
import {
  ACCESS_FLAGS,
  ALL_FLAG,
  ALLOW_REMOVALS_FLAG,
  DRY_RUN_FLAG,
  OUTPUT_FLAGS,
  PROJECT_FLAGS,
  PROOF_FLAGS,
  SITE_FLAGS,
} from '../cli/flags.ts'
import { loadOptions } from '../cli/load-options.ts'
import { readInput } from '../cli/files.ts'
import { runPurge } from '../cli/run-purge.ts'

/** `cdn-purge apply plan.json`: purges exactly what a reviewed plan says. */
export const applyCommand: Command = createCommand({
  name: 'apply',
  description: 'Like run, with exactly the targets of a reviewed plan',
  args: {
    plan: {
      type: 'positional',
      required: true,
      description: 'Plan file of `cdn-purge plan --out`',
    },
    widen: {
      type: 'boolean',
      description: 'Go on with prefixes where the environment turns out to refuse exact URLs',
    },
    ...ALLOW_REMOVALS_FLAG,
    ...PROOF_FLAGS,
    ...DRY_RUN_FLAG,
    ...ALL_FLAG,
    ...OUTPUT_FLAGS,
    ...PROJECT_FLAGS,
    ...SITE_FLAGS,
    ...ACCESS_FLAGS,
  },
  async run(args, context) {
    const plan = parsePlan(await readInput(args.plan, 'bad-plan', context.terminal.cwd), args.plan)
    const flags = {
      widen: args.widen === true,
      allowRemovals: args['allow-removals'] === true,
      assumeLive: args['assume-live'] === true,
    }
    return runPurge(await loadOptions(context), context, (operation) =>
      apply(operation, plan, flags),
    )
  },
})
