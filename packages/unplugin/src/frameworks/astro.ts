import { fileURLToPath } from 'node:url'
import type { Options } from 'cdn-purge'
import type { Finish } from '../create-plugins.ts'
import { createEndOfBuild } from './end-of-build.ts'
import { outputsAt } from './outputs-at.ts'

interface AstroConfig {
  readonly root: URL
  readonly base: string
  readonly trailingSlash: string
  readonly build: { readonly format: string; readonly assetsPrefix?: unknown }
}

interface AstroLogger {
  info(text: string): void
  warn(text: string): void
}

/** What Astro takes as an integration, as far as it is used. */
export interface AstroIntegration {
  readonly name: string
  readonly hooks: {
    readonly 'astro:config:setup'?: (setup: {
      readonly command: string
      updateConfig(config: { integrations: AstroIntegration[] }): unknown
    }) => void
    readonly 'astro:config:done'?: (done: { readonly config: AstroConfig }) => void
    readonly 'astro:build:done'?: (built: {
      readonly dir: URL
      readonly logger: AstroLogger
    }) => Promise<void>
  }
}

/**
 * Follows a build of Astro up to `astro:build:done` of an integration that is added behind all others. `dir` of that hook is what
 * is deployed, with an adapter too.
 *
 * @see https://docs.astro.build/en/reference/integrations-reference/#astrobuilddone
 */
export function astroIntegration(options: Options, finish: Finish): AstroIntegration {
  const end = createEndOfBuild(options, finish)
  let config: AstroConfig | undefined
  const last: AstroIntegration = {
    name: 'unplugin-cdn-purge:last',
    hooks: {
      'astro:config:done': (done) => {
        config = done.config
      },
      'astro:build:done': async ({ dir, logger }) => {
        if (!config) return
        const { root, base, build, trailingSlash } = config
        // Pages that are files have no address with a slash, whatever links say.
        const isAlways = trailingSlash === 'always' && build.format === 'directory'
        await end(
          {
            bundler: 'Astro',
            root: fileURLToPath(root),
            mode: 'production',
            outputs: outputsAt(folderOf(dir), base, ...prefixesOf(build.assetsPrefix)),
            fingerprinted: new Map(),
            ...(isAlways && { site: { trailingSlash: true } }),
          },
          { info: (text) => logger.info(text), warn: (text) => logger.warn(text) },
        )
      },
    },
  }
  return {
    name: 'unplugin-cdn-purge',
    hooks: {
      'astro:config:setup': (setup) => {
        if (setup.command === 'build') setup.updateConfig({ integrations: [last] })
      },
    },
  }
}

/** One address for all assets, or one for each extension. */
function prefixesOf(assetsPrefix: unknown): readonly unknown[] {
  return typeof assetsPrefix === 'object' && assetsPrefix !== null
    ? Object.values(assetsPrefix)
    : [assetsPrefix]
}

function folderOf(url: URL): string {
  return fileURLToPath(url).replace(/[\\/]+$/, '')
}
