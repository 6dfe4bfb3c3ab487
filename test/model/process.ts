/** How an effect ends: done, refused before it was done, or done and nobody was told. */
export type Fate = 'done' | 'refused' | 'unheard'

/** One call of the world that a process is about to make. */
interface Gate {
  readonly name: string
  readonly pass: (fate: Fate) => void
  /** Does it, and leaves the caller without an answer for ever. */
  readonly doOnly: () => void
}

/**
 * A process whose every effect waits to be let through, so that anything can happen between two of them.
 * Killed, it never gets an answer again: nothing of it runs on, no `finally` either.
 */
export interface Process<T> {
  /** Makes a call of the world out of what it does. */
  readonly call: <R>(name: string, does: () => R, refusal: (name: string) => R) => Promise<R>
  /** The effects that wait now. */
  readonly waiting: () => readonly string[]
  /** What it came to, once it ended. */
  readonly ended: () => Ended<T> | undefined
  /** Starts it, and gives back once it waits or has ended. */
  start(body: () => Promise<T>): Promise<void>
  /** Lets one of the effects through. */
  go(index: number, fate: Fate): Promise<void>
  /** Kills it at one of the effects, which is done before, or is not. */
  kill(index: number, isDone: boolean): void
}

export type Ended<T> =
  | { readonly kind: 'returned'; readonly value: T }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'killed' }

export function createProcess<T>(): Process<T> {
  const gates: Gate[] = []
  let end: Ended<T> | undefined
  let wake = (): void => {}

  function call<R>(name: string, does: () => R, refusal: (name: string) => R): Promise<R> {
    return new Promise((resolve, reject) => {
      // Who is dead asks for nothing any more.
      if (end) return
      function pass(fate: Fate): void {
        try {
          if (fate === 'refused') resolve(refusal(name))
          else {
            const value = does()
            resolve(fate === 'done' ? value : refusal(name))
          }
        } catch (error) {
          reject(error)
        }
      }
      gates.push({ name, pass, doOnly: () => void does() })
      wake()
    })
  }

  /** Waits until nothing moves any more without a gate being opened. */
  async function calm(): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve))
      if (gates.length > 0 || end) return
      // Files are read: the only thing that takes real time.
      await new Promise<void>((resolve) => {
        wake = resolve
        if (gates.length > 0 || end) resolve()
      })
    }
  }

  async function settle(body: () => Promise<T>): Promise<void> {
    let outcome: Ended<T>
    try {
      outcome = { kind: 'returned', value: await body() }
    } catch (error) {
      outcome = { kind: 'threw', error }
    }
    end ??= outcome
    wake()
  }

  return {
    call,
    waiting: () => gates.map(({ name }) => name),
    ended: () => end,
    async start(body) {
      void settle(body)
      await calm()
    },
    async go(index, fate) {
      const [gate] = gates.splice(index, 1)
      gate?.pass(fate)
      await calm()
    },
    kill(index, isDone) {
      if (isDone) gates[index]?.doOnly()
      gates.length = 0
      end = { kind: 'killed' }
    },
  }
}
