import type { Options } from 'cdn-purge'
import type { Finish } from '../create-plugins.ts'
import { createEndOfBuild } from './end-of-build.ts'
import { outputsAt } from './outputs-at.ts'

interface Nitro {
  readonly options: {
    readonly baseURL: string
    readonly output: { readonly publicDir: string }
  }
  readonly logger: { info(text: string): void; warn(text: string): void }
  readonly hooks: { hook(name: string, called: () => unknown): unknown }
}

/** What is used of Nuxt. */
export interface Nuxt {
  readonly options: {
    readonly dev: boolean
    readonly ssr: boolean
    readonly rootDir: string
    readonly _prepare?: boolean
    readonly app: { readonly cdnURL?: string }
    readonly cdnPurge?: Partial<Options>
  }
  hook(name: string, called: (given: never) => unknown): unknown
}

/**
 * Follows a build of Nuxt up to the last `close` hook. Nitro's `compiled` says that it succeeded; `close` alone is called by `nuxt
 * prepare` and by the dev server too.
 *
 * @see https://nuxt.com/docs/api/advanced/hooks
 */
export function nuxtModule(inline: Partial<Options>, nuxt: Nuxt, finish: Finish): void {
  const { dev, _prepare, ssr, rootDir, app, cdnPurge } = nuxt.options
  if (dev || _prepare) return
  // What is missing is complained about where the options are checked.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const end = createEndOfBuild({ ...cdnPurge, ...inline } as Options, finish)
  nuxt.hook('nitro:init', ({ options, logger, hooks }: Nitro) => {
    hooks.hook('compiled', () => {
      // Registered this late it is called behind all others.
      nuxt.hook('close', () =>
        end(
          {
            bundler: 'Nuxt',
            root: rootDir,
            mode: 'production',
            outputs: outputsAt(options.output.publicDir, options.baseURL, app.cdnURL),
            fingerprinted: new Map(),
            // Without rendering on a server this document answers for every page.
            ...(!ssr && { site: { fallback: '200.html' } }),
          },
          { info: (text) => logger.info(text), warn: (text) => logger.warn(text) },
        ),
      )
    })
  })
}
