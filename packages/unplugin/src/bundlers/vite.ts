import type { BuildResult } from 'cdn-purge'
import type { Plugin, ResolvedConfig, ViteBuilder } from 'vite'
import type { Ending } from '../ending.ts'
import { toShownError } from '../shown-error.ts'
import { unionBuilds } from '../union-builds.ts'
import { toUrlBase } from '../url-base.ts'
import { namesOfBundle, type Bundle, type OutputOptions } from './bundle-names.ts'
import { trackOutputs, type HookContext, type WrittenOutput } from './track-outputs.ts'

/** What the environments of one builder have built so far. */
interface BuilderRun {
  failed: boolean
  readonly builds: BuildResult[]
}

/** The run that an environment belongs to; without one it is built alone. Shared, as each environment may have plugins of its own. */
export type BuilderRuns = WeakMap<object, BuilderRun>

interface ViteContext extends HookContext {
  readonly environment: { readonly config: { readonly consumer: 'client' | 'server' } }
}

/**
 * Follows a build of Vite: of one environment up to its last hook, of a builder up to the end of the app. `self` is the plugin
 * that the hooks become part of.
 *
 * @see https://vite.dev/guide/api-environment-frameworks
 */
export function viteHooks(self: object, ending: Ending, runs: BuilderRuns): Partial<Plugin> {
  const workerNames = new Map<string, boolean>()
  let config: ResolvedConfig | undefined

  const finish = async (build: BuildResult, { logger }: ResolvedConfig): Promise<void> => {
    try {
      await ending.finish(build, {
        info: (text) => logger.info(text),
        warn: (text) => logger.warn(text),
      })
    } catch (error) {
      // Vite prints nothing but the stack.
      throw toShownError(error, (text) => text)
    }
  }
  const beginApp = (builder: ViteBuilder): void => {
    const run: BuilderRun = { failed: false, builds: [] }
    for (const environment of Object.values(builder.environments)) runs.set(environment, run)
  }
  const finishApp = async (builder: ViteBuilder): Promise<void> => {
    const environments = Object.values(builder.environments)
    if (environments.some((environment) => environment.config.build.watch)) return
    const run = environments.map((environment) => runs.get(environment)).find(Boolean)
    const build = run && !run.failed ? unionBuilds(run.builds) : undefined
    if (build && config) await finish(build, config)
  }

  return {
    apply: 'build',

    config: () => ({
      worker: { plugins: () => [createWorkerPlugin(workerNames)] },
    }),

    configResolved(resolved) {
      config = resolved
      const plugins = toListInUse(resolved)
      moveLast(plugins, self)
      if (knowsBuildApp(this)) {
        plugins.unshift({
          name: 'unplugin-cdn-purge:begin',
          buildApp: { order: 'pre', handler: async (builder) => beginApp(builder) },
        })
      } else if (resolved.builder) {
        const { buildApp } = resolved.builder
        resolved.builder.buildApp = async (builder) => {
          beginApp(builder)
          await buildApp(builder)
          await finishApp(builder)
        }
      }
    },

    buildApp: {
      order: 'post',
      async handler(builder) {
        await buildUnlessBuilt(builder)
        await finishApp(builder)
      },
    },

    ...trackOutputs<ViteContext>(
      async (context, end) => {
        const run = runs.get(context.environment)
        if (end.kind === 'failed' && run) run.failed = true
        if (end.kind !== 'written' || !config) return
        const outputs = context.environment.config.consumer === 'server' ? [] : end.outputs
        const build = toBuildResult(config, outputs)
        run?.builds.push(build)
        const alone = run ? undefined : unionBuilds([build])
        if (alone) await finish(alone, config)
      },
      (context) => context.environment,
      workerNames,
    ),
  }
}

/** The list that Vite reads again for every hook; only its type is read-only. */
function toListInUse({ plugins }: ResolvedConfig): Plugin[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return plugins as Plugin[]
}

/** Within one order, the place in the list decides who is last. */
function moveLast(plugins: Plugin[], self: object): void {
  const index = plugins.findIndex((plugin) => Object.is(plugin, self))
  if (index >= 0) plugins.push(...plugins.splice(index, 1))
}

/** Builds what no hook has built. Vite would do that too, but only after all hooks. */
async function buildUnlessBuilt(builder: ViteBuilder): Promise<void> {
  const environments = Object.values(builder.environments)
  if (environments.some((environment) => environment.isBuilt)) return
  for (const environment of environments) await builder.build(environment)
}

/** Vite 6 has no such hook, and gives `configResolved` no `this` either. */
function knowsBuildApp(context: unknown): boolean {
  return context !== undefined
}

/** Workers reach the main bundle as assets with a fixed name; only in their own bundle it shows that the name has a hash. */
function createWorkerPlugin(names: Map<string, boolean>): Plugin {
  return {
    name: 'unplugin-cdn-purge:worker',
    generateBundle(options: OutputOptions, bundle: Bundle) {
      for (const [name, hashed] of namesOfBundle(options, bundle)) names.set(name, hashed)
    },
  }
}

function toBuildResult(config: ResolvedConfig, outputs: readonly WrittenOutput[]): BuildResult {
  const base = toUrlBase(config.base)
  return {
    bundler: 'vite',
    root: config.root,
    mode: config.mode,
    outputs: outputs.map(({ dir }) => ({ dir, base })),
    fingerprinted: new Map(outputs.flatMap(({ fingerprinted }) => [...fingerprinted])),
  }
}
