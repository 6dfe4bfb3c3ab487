import { countOf } from '@cdn-purge/core'
import { begin } from '../begin.ts'
import { createCommand, type Command } from '../cli/command.ts'
import {
  ACCESS_FLAGS,
  DRY_RUN_FLAG,
  OUTPUT_FLAGS,
  PROJECT_FLAGS,
  SITE_FLAGS,
} from '../cli/flags.ts'
import { loadOptions } from '../cli/load-options.ts'
import { createOperation } from '../cli/run-purge.ts'
import { shortId } from '../report/report-plan.ts'

/** `cdn-purge begin`: records the build before it can be live. */
export const beginCommand: Command = createCommand({
  name: 'begin',
  description: 'Record the build before an upload that something else does, and write its marker',
  args: {
    ...DRY_RUN_FLAG,
    ...OUTPUT_FLAGS,
    ...PROJECT_FLAGS,
    ...SITE_FLAGS,
    ...ACCESS_FLAGS,
  },
  async run(_args, context) {
    const operation = createOperation(await loadOptions(context), context)
    const begun = await begin(operation)
    const { deploy, build, assets, adopted } = begun
    const dryRun = operation.dryRun === true
    context.speaker.json({ version: 1, command: 'begin', dryRun, deploy, build, assets, adopted })
    const what = `build ${shortId(build)}, ${countOf(assets, 'file')}`
    const next = 'Run `cdn-purge run` once it is live.'
    if (adopted) {
      context.speaker.last(`Begun already: deploy ${shortId(deploy)} of ${what}. ${next}`)
    } else if (dryRun) {
      context.speaker.last(`Would begin a deploy of ${what}.`)
    } else {
      context.speaker.last(`Begun: deploy ${shortId(deploy)} of ${what}. ${next}`)
    }
    return 0
  },
})
