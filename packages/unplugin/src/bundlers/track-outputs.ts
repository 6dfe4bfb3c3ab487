import { dirname, resolve } from 'node:path'
import { namesOfBundle, type Bundle, type OutputOptions } from './bundle-names.ts'

/** One output that is on disk. */
export interface WrittenOutput {
  /** Absolute. */
  readonly dir: string
  /** By absolute file. */
  readonly fingerprinted: ReadonlyMap<string, boolean>
}

/** How a build ended. Only `written` is a success, whatever the bundler's last hook was called with. */
export type TrackedEnd =
  | { readonly kind: 'written'; readonly outputs: readonly WrittenOutput[] }
  | { readonly kind: 'failed' }
  | { readonly kind: 'nothing' }

/** What Vite, Rollup and Rolldown give their hooks as `this`, as far as it is used. */
export interface HookContext {
  readonly meta: { readonly watchMode: boolean }
  info(text: string): void
  warn(text: string): void
}

interface Last<Handler> {
  readonly order: 'post'
  readonly sequential: true
  readonly handler: Handler
}

/** Hooks of Vite, Rollup and Rolldown. Spread into a plugin. */
export interface TrackingHooks<Context extends HookContext> {
  buildEnd(this: Context, error?: Error): void
  renderStart(this: Context): void
  renderError(this: Context): void
  generateBundle(this: Context, options: OutputOptions, bundle: Bundle, isWrite: boolean): void
  readonly writeBundle: Last<(this: Context, options: OutputOptions, bundle: Bundle) => void>
  readonly closeBundle: Last<(this: Context, error?: Error) => Promise<void>>
}

interface Run {
  begun: number
  failed: boolean
  readonly written: WrittenOutput[]
}

/**
 * Follows builds from their first output to the last hook, which is called for failed builds as well. `keyOf` tells builds apart
 * that share one plugin; `namesFromElsewhere` overrules what the bundle says of a name.
 *
 * @see https://rollupjs.org/plugin-development/#output-generation-hooks
 */
export function trackOutputs<Context extends HookContext>(
  ended: (context: Context, end: TrackedEnd) => Promise<void>,
  keyOf: (context: Context) => unknown = () => undefined,
  namesFromElsewhere: ReadonlyMap<string, boolean> = new Map(),
): TrackingHooks<Context> {
  const runs = new Map<unknown, Run>()
  const runOf = (context: Context): Run => {
    const key = keyOf(context)
    const run = runs.get(key) ?? { begun: 0, failed: false, written: [] }
    runs.set(key, run)
    return run
  }

  return {
    buildEnd(error) {
      if (error) runOf(this).failed = true
    },
    renderStart() {
      runOf(this).begun += 1
    },
    renderError() {
      runOf(this).failed = true
    },
    generateBundle(_options, _bundle, isWrite) {
      if (!isWrite) runOf(this).begun -= 1
    },
    writeBundle: last(function (options, bundle) {
      runOf(this).written.push(toWritten(options, bundle, namesFromElsewhere))
    }),
    closeBundle: last(async function (error) {
      const run = runOf(this)
      runs.delete(keyOf(this))
      await ended(this, endOf(run, error, this.meta.watchMode))
    }),
  }
}

function last<Handler>(handler: Handler): Last<Handler> {
  return { order: 'post', sequential: true, handler }
}

function endOf(run: Run, error: Error | undefined, watched: boolean): TrackedEnd {
  if (watched) return { kind: 'nothing' }
  // An output that was begun and is not on disk is the only sign of a plugin that threw while it was made.
  if (error || run.failed || run.begun !== run.written.length) return { kind: 'failed' }
  if (run.written.length === 0) return { kind: 'nothing' }
  return { kind: 'written', outputs: run.written }
}

function toWritten(
  options: OutputOptions,
  bundle: Bundle,
  namesFromElsewhere: ReadonlyMap<string, boolean>,
): WrittenOutput {
  const dir = resolve(options.dir ?? dirname(options.file ?? ''))
  const names = namesOfBundle(options, bundle, namesFromElsewhere)
  return {
    dir,
    fingerprinted: new Map([...names].map(([name, hashed]) => [resolve(dir, name), hashed])),
  }
}
