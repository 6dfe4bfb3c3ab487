/** What a bench found: a table to read and the same as data. */
export interface Findings {
  readonly rows: readonly Row[]
  /** Lines below the table. */
  readonly notes: readonly string[]
  /** Everything measured, as it goes into the JSON file. */
  readonly data: unknown
}

export type Row = Readonly<Record<string, string | number>>

/** One thing that is measured. */
export interface Bench {
  readonly name: string
  /** What is compared with what, in one sentence. */
  readonly title: string
  /** Gives undefined where this machine lacks what is needed; says so itself. */
  run(): Promise<Findings | undefined>
}
