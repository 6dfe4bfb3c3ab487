import type { OperationEvent } from '../operation.ts'
import { createProgress } from '../report/progress.ts'
import { createMask } from './mask.ts'
import { paint } from './paint.ts'
import { printable } from './printable.ts'
import { hasColors, isLive, type Output, type Terminal } from './terminal.ts'

/** The one voice of the command line: what is said where, and what is left unsaid. */
export interface Speaker {
  /** A report for people: silent when quiet. */
  lines(lines: readonly string[]): void
  /** The last line, said even when quiet. */
  last(line: string): void
  /** What a program asked for; nothing else is on stdout then. */
  json(value: unknown): void
  /** The text that the command is for, as it is: a manifest. */
  text(text: string): void
  /** On stderr, always. */
  alarm(lines: readonly string[]): void
  /** How far the work is. */
  progress(event: OperationEvent): void
  end(): void
}

export interface SpeakerOptions {
  readonly json: boolean
  readonly quiet: boolean
}

export function createSpeaker(
  { stdout, stderr, env }: Terminal,
  { json, quiet }: SpeakerOptions,
): Speaker {
  const mask = createMask(env)
  const people = json ? stderr : stdout
  const progress = createProgress(stderr, quiet ? 'none' : isLive(stderr, env) ? 'bar' : 'lines')

  function write(output: Output, lines: readonly string[]): void {
    if (lines.length === 0) return
    progress.clear()
    const colored = hasColors(output, env)
    const text = printable(mask(lines.join('\n'))).split('\n')
    output.write(`${text.map((line) => (colored ? paint(line) : line)).join('\n')}\n`)
  }

  return {
    lines(lines) {
      if (!quiet) write(people, lines)
    },
    last: (line) => write(people, [line]),
    json(value) {
      progress.clear()
      if (json) stdout.write(`${printable(mask(JSON.stringify(value, undefined, 2)))}\n`)
    },
    text(text) {
      progress.clear()
      stdout.write(text)
    },
    alarm: (lines) => write(stderr, lines),
    progress(event) {
      if (event.kind === 'note') {
        if (!quiet) write(stderr, [`! ${event.note.text}`])
      } else progress.show(event)
    },
    end: () => progress.clear(),
  }
}
