import { createPaint, type Paint } from './paint.ts'

export const paint: Paint = createPaint(process.stdout)

/** Prints the title of a step. */
export function heading(text: string): void {
  console.log(`\n${paint('bold', text)}`)
}

/** Prints what the demo itself has to say. */
export function say(text: string): void {
  console.log(`  ${text}`)
}

/** Prints a line of somebody else. */
export function quote(line: string): void {
  if (line.trim() !== '') console.log(`  ${paint('dim', '│')} ${line}`)
}
