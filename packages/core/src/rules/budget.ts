/** How much may be tried before rules count as too many to compare. */
export interface Budget {
  /** Takes steps away; throws once there are none left. */
  readonly spend: (steps: number) => void
  /** Says that an error is the one that `spend` throws. */
  readonly isSpentBy: (error: unknown) => boolean
}

/** Gives a budget of so many steps: a step is about what it takes to compare one piece of a pattern with a path. */
export function createBudget(steps: number): Budget {
  const spent = new Error('The rules are too many to compare.')
  let left = steps
  return {
    spend(count) {
      left -= count
      if (left < 0) throw spent
    },
    isSpentBy: (error) => error === spent,
  }
}
