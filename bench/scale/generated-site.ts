import { hash } from 'node:crypto'
import { createManifest, type Asset, type Manifest } from '@cdn-purge/core'
import { createRandom } from '../random.ts'

/** How the second build differs from the first. */
export type Deploy = 'everyday' | 'restamped'

/** Two successive builds of a site that does not exist. */
export interface GeneratedSite {
  readonly before: Manifest
  readonly after: Manifest
}

/** Of every 20 files: as the builds of real documentation sites are, pages in folders first. */
const KINDS = { foldedPages: 8, flatPages: 2, chunks: 6 }

/**
 * Gives a site of about so many URLs, the same one for the same seed: pages in folders (three URLs each), flat pages (two), chunks
 * with a hash in the name, and images.
 *
 * `everyday` changes one page in 100 and one chunk in 20; `restamped` changes every page and renames every other chunk.
 */
export function generateSite(urls: number, deploy: Deploy, seed: number): GeneratedSite {
  const random = createRandom(seed)
  const files = Math.ceil((urls * 20) / (8 * 3 + 2 * 2 + 6 + 4))
  const [pageShare, chunkShare] = deploy === 'everyday' ? [0.01, 0.05] : [1, 0.5]
  const before: Asset[] = []
  const after: Asset[] = []
  for (let index = 0; index < files; index++) {
    const kind = index % 20
    const size = Math.round(2_000 * Math.exp(3 * random()))
    const chance = random()
    if (kind < KINDS.foldedPages + KINDS.flatPages) {
      const page = `docs/section-${index % 97}/topic-${index % 1_009}/page-${index}`
      const path = kind < KINDS.foldedPages ? `${page}/index.html` : `${page}.html`
      before.push(asset(path, size, 'old', false))
      after.push(asset(path, size, chance < pageShare ? 'new' : 'old', false))
    } else if (kind < KINDS.foldedPages + KINDS.flatPages + KINDS.chunks) {
      const name = (build: string) => `assets/chunk-${index}-${digest(`${index}${build}`, 8)}.js`
      before.push(asset(name('old'), size, 'old', true))
      const build = chance < chunkShare ? 'new' : 'old'
      after.push(asset(name(build), size, build, true))
    } else {
      const image = asset(`img/section-${index % 97}/image-${index}.png`, size, 'old', false)
      before.push(image)
      after.push(image)
    }
  }
  return { before: createManifest(before), after: createManifest(after) }
}

function asset(path: string, size: number, build: string, fingerprinted: boolean): Asset {
  return { path, size, digest: `sha256-${digest(path + build, 44)}`, fingerprinted }
}

function digest(text: string, length: number): string {
  const encoding = length < 44 ? 'hex' : 'base64'
  return hash('sha256', text, encoding).slice(0, length)
}
