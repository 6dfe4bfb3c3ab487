import { PurgeError, parseManifest, serializePlan, type Manifest, type Plan } from '@cdn-purge/core'
import { createCommand, type Command, type CommandContext } from '../cli/command.ts'
import { readInput, writeOutput } from '../cli/files.ts'
import { ALL_FLAG, OUTPUT_FLAGS, PROJECT_FLAGS, SITE_FLAGS } from '../cli/flags.ts'
import { loadOptions, loadWritten } from '../cli/load-options.ts'
import { createOperation } from '../cli/run-purge.ts'
import { compare } from '../compare.ts'
import { preview } from '../preview.ts'
import { planLines } from '../report/report-plan.ts'

/** What `--exit-code` answers for a plan that purges something. */
const NOT_EMPTY = 3

/** `cdn-purge plan`: shows what a run would purge, and why. */
export const planCommand: Command = createCommand({
  name: 'plan',
  description: 'Show what would be purged and why; needs no network and no credentials',
  args: {
    out: { type: 'string', valueHint: 'file', description: 'Write the plan here, for apply' },
    from: {
      type: 'string',
      valueHint: 'file',
      description: 'Compare this manifest with that of --to, without a ledger',
    },
    to: { type: 'string', valueHint: 'file', description: 'The newer manifest' },
    'exit-code': { type: 'boolean', description: 'Exit 3 where something would be purged' },
    ...ALL_FLAG,
    ...OUTPUT_FLAGS,
    ...PROJECT_FLAGS,
    ...SITE_FLAGS,
  },
  async run(args, context) {
    const { speaker, terminal } = context
    const plan = await makePlan(args.from, args.to, context)
    if (args.out !== undefined) await writeOutput(args.out, serializePlan(plan), terminal.cwd)
    speaker.json(plan)
    speaker.lines(planLines(plan, { all: args['all'] === true }))
    if (args.out !== undefined) {
      speaker.last(`Wrote the plan to "${args.out}"; \`cdn-purge apply ${args.out}\` purges it.`)
    }
    return args['exit-code'] === true && plan.requests.length > 0 ? NOT_EMPTY : 0
  },
})

async function makePlan(
  from: string | undefined,
  to: string | undefined,
  context: CommandContext,
): Promise<Plan> {
  if (from === undefined && to === undefined) {
    return preview(createOperation(await loadOptions(context), context))
  }
  if (from === undefined || to === undefined) {
    throw new PurgeError('bad-option', '`--from` and `--to` are used together.', {
      hint: '`cdn-purge plan --from old.json --to new.json --site https://www.example.com`',
    })
  }
  const { options, root, source } = await loadWritten(context)
  const { cwd } = context.terminal
  return compare(await readManifest(from, cwd), await readManifest(to, cwd), options, {
    root,
    source,
  })
}

async function readManifest(file: string, cwd: string): Promise<Manifest> {
  return parseManifest(await readInput(file, 'bad-manifest', cwd), file)
}
