/** A wrong version of the product, which the suites must notice. */
export interface Mutant {
  /** What is wrong with it: `removed URLs are forgotten`. */
  readonly name: string
  /** The rule that it breaks. */
  readonly breaks: string
  readonly edits: readonly Edit[]
  /** Test files that must notice, relative to the repository. */
  readonly tests: readonly string[]
  /** Of these files only the tests with such names are run; a regular expression. */
  readonly named?: string
}

/** A text of one source file, which must be there exactly once, and what stands there instead. */
export interface Edit {
  /** Relative to the repository. */
  readonly file: string
  readonly text: string
  readonly becomes: string
}
