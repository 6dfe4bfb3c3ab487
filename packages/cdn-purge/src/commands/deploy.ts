import { PurgeError } from '@cdn-purge/core'
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
import { deploy } from '../deploy.ts'

/** `cdn-purge deploy -- <command …>`: begin, the deploy itself, run. */
export const deployCommand: Command = createCommand({
  name: 'deploy',
  description: 'Record the build, run the command that deploys it, purge what changed',
  takesCommand: true,
  args: {
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
    const { rest } = context
    if (rest.length === 0) {
      throw new PurgeError('bad-option', 'The command that deploys is missing.', {
        hint: 'Write it after two dashes: `cdn-purge deploy -- rsync -a dist/ server:/srv/www/`.',
      })
    }
    const flags = {
      allowRemovals: args['allow-removals'] === true,
      assumeLive: args['assume-live'] === true,
    }
    return runPurge(await loadOptions(context), context, (operation) =>
      deploy(operation, rest, flags),
    )
  },
})
