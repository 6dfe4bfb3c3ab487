import type { Bundler } from '../bundlers/bundler.ts'
import { ENDINGS } from './situations/endings.ts'
import { FAILURES } from './situations/failures.ts'
import { NO_ENDINGS } from './situations/no-endings.ts'
import { WRITERS } from './situations/writers.ts'

/** What may be the case of a build, and what must then hold of every bundler that knows it. */
export interface Situation {
  /** A row of the table in the documents. */
  readonly name: string
  /** What must hold. */
  readonly holds: string
  /** One build each; none where the bundler has a reason in `lacks`. */
  cases(bundler: Bundler): readonly SituationCase[]
}

export interface SituationCase {
  /** Tells it from the others of the situation. */
  readonly name?: string
  run(): Promise<void>
}

export const SITUATIONS: readonly Situation[] = [...ENDINGS, ...WRITERS, ...NO_ENDINGS, ...FAILURES]
