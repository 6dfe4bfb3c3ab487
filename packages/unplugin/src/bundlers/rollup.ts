import type { BuildResult } from 'cdn-purge'
import type { BuildEnd, Ending } from '../ending.ts'
import { toShownError } from '../shown-error.ts'
import {
  trackOutputs,
  type HookContext,
  type TrackedEnd,
  type TrackingHooks,
} from './track-outputs.ts'

/** Hooks of Rollup and Rolldown alike. */
export interface RollupHooks extends TrackingHooks<HookContext> {
  options<Given extends { plugins?: unknown }>(options: Given): Given
  buildStart(): void
}

/** Follows a build of Rollup or Rolldown, up to the last plugin's last hook. `self` is the plugin that the hooks become part of. */
export function rollupHooks(
  bundler: 'rollup' | 'rolldown',
  self: object,
  ending: Ending,
): RollupHooks {
  const root = process.cwd()
  const group = ending.group(root)
  // A list of configurations makes all its plugins before the first of them is built.
  group.announce(self)

  return {
    options(options) {
      const { plugins } = options
      if (!Array.isArray(plugins) || !plugins.includes(self)) return options
      return { ...options, plugins: [...plugins.filter((plugin) => plugin !== self), self] }
    },
    buildStart() {
      group.start(self)
    },
    ...trackOutputs<HookContext>(async (context, end) => {
      try {
        await group.end(self, toBuildEnd(bundler, root, end), {
          info: (text) => context.info(text),
          warn: (text) => context.warn(text),
        })
      } catch (error) {
        // Rollup prints the message, and then the stack without this line.
        throw toShownError(error, (text) => `Error: ${text}\n`)
      }
    }),
  }
}

function toBuildEnd(bundler: string, root: string, end: TrackedEnd): BuildEnd {
  if (end.kind !== 'written') return end
  const build: BuildResult = {
    bundler,
    root,
    mode: 'production',
    outputs: end.outputs.map(({ dir }) => ({ dir, base: undefined })),
    fingerprinted: new Map(end.outputs.flatMap(({ fingerprinted }) => [...fingerprinted])),
  }
  return { kind: 'built', build }
}
