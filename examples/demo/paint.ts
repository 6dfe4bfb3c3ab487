import { styleText } from 'node:util'

type Colour = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan'

/** Colours a text, or leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string

/** Chooses colours where a person looks: a terminal, and no `NO_COLOR`. */
export function createPaint(stream: { hasColors?: () => boolean }): Paint {
  const coloured = stream.hasColors?.() ?? false
  return (colour, text) => (coloured ? styleText(colour, text) : text)
}
