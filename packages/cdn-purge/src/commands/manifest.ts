import { serializeManifest } from '@cdn-purge/core'
import { createCommand, type Command } from '../cli/command.ts'
import { writeOutput } from '../cli/files.ts'
import { OUTPUT_FLAGS, PROJECT_FLAGS, SITE_FLAGS } from '../cli/flags.ts'
import { loadOptions } from '../cli/load-options.ts'
import { createOperation } from '../cli/run-purge.ts'
import { readBuild } from '../build/read-build.ts'
import { shaped } from '../build/shaped.ts'

/** `cdn-purge manifest`: prints what the output folder holds. */
export const manifestCommand: Command = createCommand({
  name: 'manifest',
  description: 'Print the manifest of the output folder, as JSON',
  args: {
    out: { type: 'string', valueHint: 'file', description: 'Write it here instead' },
    ...OUTPUT_FLAGS,
    ...PROJECT_FLAGS,
    ...SITE_FLAGS,
  },
  async run(args, context) {
    const scanned = await readBuild(createOperation(await loadOptions(context), context))
    const text = serializeManifest(shaped(scanned, []))
    if (args.out === undefined) context.speaker.text(text)
    else await writeOutput(args.out, text, context.terminal.cwd)
    return 0
  },
})
