import type { Edit } from './mutant.ts'

/** Gives the source with the edit done, and throws where its text is not there exactly once: then the mutant is none. */
export function editSource(source: string, { file, text, becomes }: Edit): string {
  const found = source.split(text).length - 1
  if (found === 1) return source.replace(text, () => becomes)
  const how = found === 0 ? 'is not there' : `is there ${found} times`
  throw new Error(`The text of a mutant ${how} in "${file}":\n${text}`)
}
