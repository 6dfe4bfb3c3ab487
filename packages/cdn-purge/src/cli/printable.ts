/**
 * Gives the text with all that a terminal would obey spelled out, line ends apart: `\u001b[2J`, and what makes a line read in
 * another order than it is. Names of files, records and answers come from anywhere. JSON means the same after it.
 */
export function printable(text: string): string {
  return text.replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

const UNPRINTABLE = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu
