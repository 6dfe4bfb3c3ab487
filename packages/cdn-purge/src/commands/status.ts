import { createCommand, type Command } from '../cli/command.ts'
import { ACCESS_FLAGS, ALL_FLAG, OUTPUT_FLAGS, PROJECT_FLAGS, SITE_FLAGS } from '../cli/flags.ts'
import { loadOptions } from '../cli/load-options.ts'
import { createOperation } from '../cli/run-purge.ts'
import { statusLines } from '../report/report-status.ts'
import { status } from '../status.ts'

/** `cdn-purge status`: shows the recorded deploys, and which of them the edge may still hold. */
export const statusCommand: Command = createCommand({
  name: 'status',
  description: 'Show the recorded deploys, and which of them the edge may hold content of',
  args: {
    offline: { type: 'boolean', description: 'Do not ask the site what is live' },
    ...ALL_FLAG,
    ...OUTPUT_FLAGS,
    ...PROJECT_FLAGS,
    ...SITE_FLAGS,
    ...ACCESS_FLAGS,
  },
  async run(args, context) {
    const { flags, speaker } = context
    const operation = createOperation(await loadOptions(context), context)
    const found = await status(operation, { offline: args.offline === true })
    speaker.json({ version: 1, command: 'status', ...found })
    speaker.lines(statusLines(found, { all: flags.get('all')?.at(-1) === true }))
    return 0
  },
})
