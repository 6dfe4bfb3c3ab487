import { relative, resolve, sep } from 'node:path'
import type { BuildResult, Options } from 'cdn-purge'
import type { Finish } from '../create-plugins.ts'
import { createEndOfBuild } from './end-of-build.ts'
import { outputsAt } from './outputs-at.ts'

interface Builder {
  writeClient(dir: string): unknown
  writePrerendered(dir: string): unknown
  generateFallback(file: string): unknown
}

interface Adapter {
  adapt(builder: Builder): unknown
}

interface Kit {
  readonly adapter?: Adapter
  readonly paths: { readonly base: string; readonly assets?: string }
}

interface ViteConfig {
  readonly root: string
  readonly mode: string
  readonly logger: { info(text: string): void; warn(text: string): void }
  readonly plugins: readonly { readonly name: string; readonly api?: unknown }[]
}

interface Last {
  readonly order: 'post'
  readonly sequential: true
  handler(): Promise<void>
}

/** What Vite takes as a plugin, as far as it is used. */
export interface SvelteKitPlugin {
  readonly name: string
  readonly apply: 'build'
  readonly enforce: 'post'
  configResolved(config: object): void
  readonly closeBundle: Last
  readonly buildApp: Omit<Last, 'sequential'>
}

interface Adapted {
  readonly dirs: ReadonlySet<string>
  readonly fallback: string | undefined
}

/**
 * Follows a build of SvelteKit up to the end of its adapter, which alone knows where the site lies, and then to the last hook of
 * Vite that comes: `closeBundle` in SvelteKit 2, `buildApp` in 3.
 *
 * @see https://svelte.dev/docs/kit/writing-adapters
 */
export function sveltekitPlugin(options: Options, finish: Finish): SvelteKitPlugin {
  const end = createEndOfBuild(options, finish)
  const watched = new WeakSet<Adapter>()
  let built: BuildResult | undefined
  let logger: ViteConfig['logger'] | undefined

  const handler = async (): Promise<void> => {
    const build = built
    // Vite ends once for every environment.
    built = undefined
    if (build && logger) await end(build, logger)
  }
  return {
    name: 'unplugin-cdn-purge',
    apply: 'build',
    enforce: 'post',
    configResolved(resolved) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Every Vite's resolved configuration has these.
      const config = resolved as ViteConfig
      const kit = kitOf(config)
      if (!kit?.adapter || watched.has(kit.adapter)) return
      watched.add(kit.adapter)
      logger = {
        info: (text) => config.logger.info(text),
        warn: (text) => config.logger.warn(text),
      }
      watchAdapter(kit.adapter, config.root, (adapted) => {
        built = toBuildResult(config, kit, adapted)
      })
    },
    closeBundle: { order: 'post', sequential: true, handler },
    buildApp: { order: 'post', handler },
  }
}

function kitOf({ plugins }: ViteConfig): Kit | undefined {
  const setup = plugins.find(({ name }) => name === 'vite-plugin-sveltekit-setup')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SvelteKit 2 has `kit` inside, 3 has not.
  const api = setup?.api as { readonly options?: Kit & { readonly kit?: Kit } } | undefined
  return api?.options?.kit ?? api?.options
}

/** Notes where an adapter writes to, and that it came to its end. */
function watchAdapter(adapter: Adapter, root: string, done: (adapted: Adapted) => void): void {
  const adapt = adapter.adapt.bind(adapter)
  adapter.adapt = async (builder) => {
    const dirs = new Set<string>()
    let fallback: string | undefined
    const note = (name: 'writeClient' | 'writePrerendered') => ({
      value(dir: string): unknown {
        dirs.add(resolve(root, dir))
        return builder[name](dir)
      },
    })
    const noteFallback = {
      value(file: string): unknown {
        fallback = resolve(root, file)
        return builder.generateFallback(file)
      },
    }
    const noting: unknown = Object.create(builder, {
      writeClient: note('writeClient'),
      writePrerendered: note('writePrerendered'),
      generateFallback: noteFallback,
    })
    await Reflect.apply(adapt, adapter, [noting])
    done({ dirs, fallback })
  }
}

function toBuildResult({ root, mode }: ViteConfig, kit: Kit, adapted: Adapted): BuildResult {
  const dirs = [...adapted.dirs]
  const { fallback } = adapted
  const home = dirs.find((dir) => fallback?.startsWith(dir + sep))
  const below = home === undefined || !fallback ? undefined : relative(home, fallback)
  return {
    bundler: 'SvelteKit',
    root,
    mode,
    outputs: dirs.flatMap((dir) => outputsAt(dir, kit.paths.base, kit.paths.assets)),
    fingerprinted: new Map(),
    ...(below !== undefined && { site: { fallback: below.split(sep).join('/') } }),
  }
}
