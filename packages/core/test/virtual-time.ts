/** A clock that only goes on when nothing is left to be done, so that minutes pass in no time and always in the same way. */
export interface VirtualTime {
  readonly now: () => number
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Runs something to its end while time passes; `isBusy` says that something outside is still under way. */
  run<T>(work: Promise<T>, isBusy?: () => boolean): Promise<T>
}

interface Timer {
  readonly at: number
  readonly ring: () => void
}

export function createVirtualTime(start = 0): VirtualTime {
  let now = start
  const timers = new Set<Timer>()

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const ring = () => {
          timers.delete(timer)
          signal?.removeEventListener('abort', ring)
          resolve()
        }
        const timer: Timer = { at: now + ms, ring }
        timers.add(timer)
        signal?.addEventListener('abort', ring, { once: true })
      }),
    async run(work, isBusy = () => false) {
      let isOver = false
      const ended = work.finally(() => {
        isOver = true
      })
      ended.catch(() => {})
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve))
        if (isOver) return ended
        if (isBusy()) continue
        let next: Timer | undefined
        for (const timer of timers) if (!next || timer.at < next.at) next = timer
        if (!next) continue
        now = Math.max(now, next.at)
        next.ring()
      }
    },
  }
}
