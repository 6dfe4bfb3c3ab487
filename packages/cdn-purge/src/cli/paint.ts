import { styleText } from 'node:util'

const STYLES: readonly (readonly [start: RegExp, style: Parameters<typeof styleText>[0]])[] = [
  [/^ *\+ /, 'green'],
  [/^ *- /, 'red'],
  [/^ *[~*>] /, 'yellow'],
  [/^! /, 'yellow'],
  [/^(?:Error|Not fresh): /, 'red'],
  [/^(?:Fresh|Nothing to do): /, 'green'],
  [/^Done, unproven: /, 'yellow'],
]

/** Colours a line of a report by the sign or the word that it starts with. */
export function paint(line: string): string {
  const style = STYLES.find(([start]) => start.test(line))?.[1]
  if (style === undefined) return line
  const [start] = /^ *\S+(?: \S+:)?/.exec(line) ?? ['']
  return styleText(style, start, { validateStream: false }) + line.slice(start.length)
}
