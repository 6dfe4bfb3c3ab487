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
import { runPurge } from '../cli/run-purge.ts'
import { run } from '../run.ts'

/** `cdn-purge run`: purges what changed, once the build is live. */
export const runCommand: Command = createCommand({
  name: 'run',
  description: 'Wait until the build is live, purge what changed, check it and record it',
  args: {
    everything: {
      type: 'boolean',
      description: 'Purge everything; through the zone that reaches every environment',
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
    const flags = {
      everything: args.everything === true,
      allowRemovals: args['allow-removals'] === true,
      assumeLive: args['assume-live'] === true,
    }
    return runPurge(await loadOptions(context), context, (operation) => run(operation, flags))
  },
})
