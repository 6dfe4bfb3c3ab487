import { createCommand, type Command } from '../cli/command.ts'
import { DRY_RUN_FLAG, OUTPUT_FLAGS, PROJECT_FLAGS, SITE_FLAGS } from '../cli/flags.ts'
import { loadOptions } from '../cli/load-options.ts'
import { createOperation } from '../cli/run-purge.ts'
import { forget } from '../forget.ts'

/** `cdn-purge forget <id>`: closes a deploy whose deployer will never come back. */
export const forgetCommand: Command = createCommand({
  name: 'forget',
  description: 'Close a deploy that was given up: its machine writes no more files',
  args: {
    id: {
      type: 'positional',
      required: true,
      description: 'Id of the deploy, or its beginning, from status',
    },
    ...DRY_RUN_FLAG,
    ...OUTPUT_FLAGS,
    ...PROJECT_FLAGS,
    ...SITE_FLAGS,
  },
  async run(args, context) {
    const operation = createOperation(await loadOptions(context), context)
    const { id } = await forget(operation, args.id)
    const dryRun = operation.dryRun === true
    context.speaker.json({ version: 1, command: 'forget', dryRun, id })
    context.speaker.last(
      dryRun
        ? `Would close deploy ${id}.`
        : `Closed deploy ${id}. Its content is still purged by the next run.`,
    )
    return 0
  },
})
