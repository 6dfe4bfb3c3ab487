/** Something a reader should know although it stops nothing. */
export interface Note {
  /** For programs, kebab-case: `link-outside`. */
  readonly code: string
  /** For people, whole sentences. */
  readonly text: string
}
