import type { Reporter } from 'cdn-purge'

/** Shows lines on the process's own streams, for bundlers that have no logger for plugins. */
export const streamReporter: Reporter = {
  info: (text) => void process.stdout.write(`${text}\n`),
  warn: (text) => void process.stderr.write(`${text}\n`),
}
