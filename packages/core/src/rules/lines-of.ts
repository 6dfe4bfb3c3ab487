/** Lists the lines of a file of rules that say something, trimmed, counted from 1. */
export function linesOf(text: string): { readonly line: number; readonly text: string }[] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((line, index) => ({ line: index + 1, text: line.trim() }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'))
}
