import { CORPORA_DIR } from './corpora.ts'

/** Says loudly that a bench was left out. */
export function reportMissingCorpora(bench: string): undefined {
  console.error(
    `\n!!! "${bench}" was SKIPPED: it replays real builds, and there are none in "${CORPORA_DIR}".\n`,
  )
  return undefined
}
