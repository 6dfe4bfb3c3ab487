import { createCommand, type Command } from '../cli/command.ts'
import {
  ACCESS_FLAGS,
  ALL_FLAG,
  OUTPUT_FLAGS,
  PROJECT_FLAGS,
  REQUIRE_PROOF_FLAG,
  SITE_FLAGS,
} from '../cli/flags.ts'
import { loadOptions } from '../cli/load-options.ts'
import { checkedObject, createOperation } from '../cli/run-purge.ts'
import { verdictLines } from '../report/report-outcome.ts'
import { shortId } from '../report/report-plan.ts'
import { exitCode, resultLine } from '../report/result.ts'
import { verifySite } from '../verify-site.ts'

/** `cdn-purge verify`: compares a deployed site with the build that was recorded last. */
export const verifyCommand: Command = createCommand({
  name: 'verify',
  description:
    'Compare the deployed site with the recorded build, through the edge; change nothing',
  args: {
    against: {
      type: 'enum',
      options: ['recorded', 'output'],
      description:
        'The build that was settled last (the default where there is one), or the folder',
    },
    ...REQUIRE_PROOF_FLAG,
    ...ALL_FLAG,
    ...OUTPUT_FLAGS,
    ...PROJECT_FLAGS,
    ...SITE_FLAGS,
    ...ACCESS_FLAGS,
  },
  async run(args, context) {
    const { flags, speaker } = context
    const options = await loadOptions(context)
    const operation = createOperation(options, context)
    const asked =
      args.against === 'output' || args.against === 'recorded' ? args.against : undefined
    const { against, build, live, verdicts, result } = await verifySite(operation, asked)
    const what = against === 'output' ? 'the output folder' : 'the build that was settled last'
    speaker.lines([
      `Compared with ${what}, ${shortId(build)}.`,
      ...verdictLines(verdicts, { all: flags.get('all')?.at(-1) === true }),
    ])
    const checked = checkedObject(verdicts)
    speaker.json({ version: 1, command: 'verify', against, build, live, result, checked })
    speaker.last(resultLine(result))
    return exitCode(result, options.requireProof)
  },
})
