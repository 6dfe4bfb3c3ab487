import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Options } from 'cdn-purge'
import type { Finish } from '../create-plugins.ts'
import { createEndOfBuild } from './end-of-build.ts'
import { outputsAt } from './outputs-at.ts'

/** What is read of VitePress's site configuration. */
interface SiteConfig {
  readonly root: string
  readonly outDir: string
  readonly site: { readonly base: string }
  readonly sitemap?: { readonly hostname?: string } | undefined
  readonly logger: { info(text: string): void; warn(text: string): void }
  buildEnd?: ((config: SiteConfig) => unknown) | undefined
}

/** What VitePress takes as a Vite plugin, whatever its Vite. */
export interface VitePressPlugin {
  readonly name: string
  readonly apply: 'build'
  readonly enforce: 'post'
  configResolved(config: object): void
}

/**
 * Follows a build of VitePress up to the end of `buildEnd`: Vite's own hooks end before the first page is written. Whoever wraps
 * `buildEnd` before is waited for.
 *
 * @see https://vitepress.dev/reference/site-config#buildend
 */
export function vitepressPlugin(options: Options, finish: Finish): VitePressPlugin {
  const end = createEndOfBuild(options, finish)
  const wrapped = new WeakSet<object>()

  return {
    name: 'unplugin-cdn-purge',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      const site = siteOf(config)
      // The visitors' and the server's configuration are resolved one after the other, and are of one site.
      if (!site || wrapped.has(site)) return
      wrapped.add(site)
      const { buildEnd } = site
      site.buildEnd = async (built) => {
        await buildEnd?.(built)
        const { root, outDir, logger } = site
        if (site.sitemap?.hostname && !(await isSitemapWhole(outDir))) {
          logger.warn(`cdn-purge: "sitemap.xml" was not whole after ${SITEMAP_SECONDS} s.`)
        }
        const outputs = outputsAt(outDir, site.site.base)
        await end(
          { bundler: 'VitePress', root, mode: 'production', outputs, fingerprinted: new Map() },
          { info: (text) => logger.info(text), warn: (text) => logger.warn(text) },
        )
      }
    },
  }
}

function siteOf(config: object): SiteConfig | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- VitePress puts it there; no other Vite has the key.
  return 'vitepress' in config ? (config.vitepress as SiteConfig) : undefined
}

const SITEMAP_SECONDS = 10

/** VitePress 1 does not wait until the sitemap is written. */
async function isSitemapWhole(outDir: string): Promise<boolean> {
  const file = join(outDir, 'sitemap.xml')
  const until = Date.now() + SITEMAP_SECONDS * 1000
  while (!(await readFile(file, 'utf8').catch(() => '')).trimEnd().endsWith('</urlset>')) {
    if (Date.now() > until) return false
    await setTimeout(20)
  }
  return true
}
