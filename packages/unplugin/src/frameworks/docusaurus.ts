import type { BuildResult, Options } from 'cdn-purge'
import { atExit } from '../at-exit.ts'
import type { Finish } from '../create-plugins.ts'
import { streamReporter } from '../stream-reporter.ts'
import { unionBuilds } from '../union-builds.ts'
import { createEndOfBuild } from './end-of-build.ts'
import { outputsAt } from './outputs-at.ts'

/** What is read of what Docusaurus gives its plugins. */
export interface DocusaurusContext {
  readonly siteDir: string
}

interface BuiltSite {
  readonly outDir: string
  readonly baseUrl: string
  readonly siteConfig: { readonly trailingSlash?: boolean | undefined }
}

export interface DocusaurusPlugin {
  readonly name: string
  postBuild(site: BuiltSite): Promise<void>
}

/**
 * Collects what Docusaurus built, a locale at a time, and ends when the process has nothing left to do: other plugins write their
 * sitemaps and feeds beside this one, and broken links fail the build after all of them.
 *
 * @see https://docusaurus.io/docs/api/plugin-methods/lifecycle-apis#postBuild
 */
export function docusaurusPlugin(
  { siteDir }: DocusaurusContext,
  given: Options,
  finish: Finish,
): DocusaurusPlugin {
  const options: Options & { id?: string } = { ...given }
  // Docusaurus puts it there.
  delete options.id
  const end = createEndOfBuild(options, finish)
  return {
    name: 'unplugin-cdn-purge',
    async postBuild({ outDir, baseUrl, siteConfig }) {
      const key = JSON.stringify([siteDir, options.site, options.cloudflare])
      const locales = builtSoFar(key)
      locales.push({
        bundler: 'Docusaurus',
        root: siteDir,
        mode: 'production',
        outputs: outputsAt(outDir.replace(/[\\/]+$/, ''), baseUrl),
        fingerprinted: new Map(),
        ...(siteConfig.trailingSlash === true && { site: { trailingSlash: true } }),
      })
      if (locales.length > 1) return
      atExit(async () => {
        const build = unionBuilds(locales.splice(0))
        if (build) await end(build, streamReporter)
      })
    },
  }
}

const BUILT = Symbol.for('unplugin-cdn-purge:docusaurus')

/** Every locale loads this module anew, so what was built is kept where all of them find it. */
function builtSoFar(key: string): BuildResult[] {
  const shared: typeof globalThis & { [BUILT]?: Map<string, BuildResult[]> } = globalThis
  const all = (shared[BUILT] ??= new Map())
  const builds = all.get(key) ?? []
  all.set(key, builds)
  return builds
}
