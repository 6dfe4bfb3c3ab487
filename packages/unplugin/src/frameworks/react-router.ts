import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { BuildOutput, BuildResult, Options } from 'cdn-purge'
import type { Finish } from '../create-plugins.ts'
import { toUrlBase } from '../url-base.ts'
import { createEndOfBuild } from './end-of-build.ts'

interface BuiltApp {
  readonly reactRouterConfig: {
    readonly buildDirectory: string
    readonly basename: string
    readonly ssr: boolean
    readonly prerender?: unknown
  }
  readonly viteConfig: {
    readonly root: string
    readonly mode: string
    readonly base: string
    readonly logger: { info(text: string): void; warn(text: string): void }
  }
}

/** What React Router takes as a preset, as far as it is used. */
export interface ReactRouterPreset {
  readonly name: string
  reactRouterConfig(): { buildEnd(app: BuiltApp): Promise<void> }
}

/**
 * Follows a build of React Router in framework mode up to `buildEnd`, when every page is rendered.
 *
 * @see https://reactrouter.com/how-to/presets
 */
export function reactRouterPreset(options: Options, finish: Finish): ReactRouterPreset {
  const end = createEndOfBuild(options, finish)
  return {
    name: 'unplugin-cdn-purge',
    reactRouterConfig: () => ({
      async buildEnd(app) {
        const { logger } = app.viteConfig
        await end(toBuildResult(app), {
          info: (text) => logger.info(text),
          warn: (text) => logger.warn(text),
        })
      },
    }),
  }
}

function toBuildResult({ reactRouterConfig, viteConfig }: BuiltApp): BuildResult {
  const client = join(reactRouterConfig.buildDirectory, 'client')
  const { root, mode } = viteConfig
  const base = toUrlBase(viteConfig.base) ?? '/'
  const basename = toUrlBase(reactRouterConfig.basename) ?? '/'
  // Rendered pages lie in a folder of the base's name, and the assets beside it.
  const folder = base === basename && base !== '/' ? base.slice(1, -1) : undefined
  const outputs: BuildOutput[] = [{ dir: client, base }]
  const hasFolder = folder !== undefined && existsSync(join(client, folder))
  if (hasFolder) outputs.push({ dir: join(client, folder), base })
  const fallback = fallbackOf(client, reactRouterConfig)
  return {
    bundler: 'React Router',
    root,
    mode,
    outputs,
    fingerprinted: new Map(),
    site: {
      ...(fallback !== undefined && { fallback }),
      ...(hasFolder && { ignore: [`${folder}/**`] }),
    },
  }
}

/** The page that answers for all that were not rendered. */
function fallbackOf(
  client: string,
  { ssr, prerender }: BuiltApp['reactRouterConfig'],
): string | undefined {
  if (ssr) return undefined
  if (existsSync(join(client, '__spa-fallback.html'))) return '__spa-fallback.html'
  return prerender === undefined || prerender === false ? 'index.html' : undefined
}
