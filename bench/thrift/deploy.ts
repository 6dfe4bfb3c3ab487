import {
  createManifest,
  createUrls,
  diff,
  isServed,
  type Manifest,
  type Site,
} from '@cdn-purge/core'
import type { CorpusPair } from '../corpora.ts'
import { HOST, type Deploy } from '../rivals/rival.ts'

/** How many URLs a path is taken to have: every way a browser may ask for it, or its own alone. */
export type Routes = 'all' | 'own'

const SITE: Site = {
  origins: [{ url: `https://${HOST}`, dir: '', documents: true }],
  base: '/',
  cleanUrls: 'both',
  trailingSlash: 'both',
  fallback: undefined,
}

export function siteWith(routes: Routes): Site {
  return routes === 'all' ? SITE : { ...SITE, cleanUrls: false }
}

/** Gives a pair of builds as a deploy that tools decide about. */
export function deployOf({ before, after }: CorpusPair, routes: Routes): Deploy {
  if (routes === 'own') return toDeploy(withoutIndexes(before), withoutIndexes(after), routes)
  return toDeploy(before, after, routes)
}

function toDeploy(before: Manifest, after: Manifest, routes: Routes): Deploy {
  const isPath = (path: string): boolean => before.assets.has(path) || after.assets.has(path)
  const urlsOf = createUrls(siteWith(routes), isPath)
  const anyUrl = createUrls(siteWith(routes))
  const changes = diff([before], after)
  const of = (wanted: (typeof changes)[number]['kind']): string[] =>
    changes.filter(({ kind }) => kind === wanted).map(({ path }) => path)
  return {
    before,
    after,
    added: of('added'),
    changed: of('changed'),
    removed: of('removed'),
    // A tool that knows nothing of files that are no URLs sends them all the same.
    urlsOf: (path) => (isServed(path, isPath) ? urlsOf(path) : fileUrl(anyUrl, path)),
  }
}

function fileUrl(urlsOf: (path: string) => readonly string[], path: string): string[] {
  const [url] = urlsOf(path)
  return [url ?? `https://${HOST}/${encodeURI(path)}`]
}

/** An index has always the URL of its directory too; under another name it is a page like any other. */
function withoutIndexes({ assets }: Manifest): Manifest {
  return createManifest(
    Array.from(assets.values(), (asset) => ({
      ...asset,
      path: asset.path.replace(/(^|\/)index\.html$/, '$1_index.html'),
    })),
  )
}
