import type { BuildResult } from 'cdn-purge'
import { atExit } from './at-exit.ts'
import type { BuildEnd, BuildGroup, Ending } from './ending.ts'
import { unionBuilds } from './union-builds.ts'

type State = BuildEnd | { readonly kind: 'announced' } | { readonly kind: 'started' }

/** Makes the place that answers "is this the last one?" for all builds of one process. Groups are told apart by key. */
export function createBuildGroups(
  runAtExit: (task: () => Promise<void>) => void = atExit,
): (key: string, finish: Ending['finish']) => BuildGroup {
  const groups = new Map<string, Map<object, State>>()

  return (key, finish) => {
    const members = groups.get(key) ?? new Map<object, State>()
    groups.set(key, members)

    return {
      announce(member) {
        if (!members.has(member)) members.set(member, { kind: 'announced' })
      },

      start(member) {
        members.set(member, { kind: 'started' })
      },

      async end(member, end, reporter) {
        // Some bundlers say the end twice after a failure; the first one counts.
        if (!isOpen(members.get(member))) return
        members.set(member, end)
        const states = [...members.values()]
        if (!states.some(isOpen)) {
          const build = take(members)
          if (build) await finish(build, reporter)
        } else if (end.kind === 'built' && !states.some(isStarted)) {
          runAtExit(async () => {
            if ([...members.values()].some(isStarted)) return
            const build = take(members)
            if (build) await finish(build, reporter)
          })
        }
      },
    }
  }
}

function isOpen(state: State | undefined): boolean {
  return state?.kind === 'announced' || isStarted(state)
}

function isStarted(state: State | undefined): boolean {
  return state?.kind === 'started'
}

/** Empties the group and gives what it built, or undefined if any member failed. */
function take(members: Map<object, State>): BuildResult | undefined {
  const states = [...members.values()]
  members.clear()
  if (states.some((state) => state.kind === 'failed')) return undefined
  return unionBuilds(states.flatMap((state) => (state.kind === 'built' ? [state.build] : [])))
}
