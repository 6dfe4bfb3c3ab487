import type { Mutant } from '../mutant.ts'
import { OF_BASELINE } from './of-baseline.ts'
import { OF_CHANGES } from './of-changes.ts'
import { OF_LEDGER } from './of-ledger.ts'
import { OF_LIVENESS } from './of-liveness.ts'
import { OF_PURGE } from './of-purge.ts'
import { OF_RULES } from './of-rules.ts'
import { OF_RUN } from './of-run.ts'
import { OF_VERIFICATION } from './of-verification.ts'

/** Every wrong version that the suites must notice. */
export const MUTANTS: readonly Mutant[] = [
  ...OF_CHANGES,
  ...OF_RULES,
  ...OF_BASELINE,
  ...OF_LEDGER,
  ...OF_PURGE,
  ...OF_LIVENESS,
  ...OF_RUN,
  ...OF_VERIFICATION,
]
