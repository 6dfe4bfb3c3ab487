import { hash } from 'node:crypto'
import { createManifest, type Asset, type Manifest } from '@cdn-purge/core'
import { createRandom } from '../random.ts'

export interface Successive {
  readonly assets: number
  readonly builds: number
  /** In each build so many of the pages have other bytes, from 0 to 1. */
  readonly pages: number
  /** In each build so many of the chunks have another name. */
  readonly chunks: number
  readonly seed: number
}

/** Gives builds one after the other, the same ones for the same seed: of ten files six are pages, three chunks and one an image. */
export function* successiveBuilds(options: Successive): Generator<Manifest> {
  const random = createRandom(options.seed)
  const files = Array.from({ length: options.assets }, (_, index) => ({
    index,
    size: Math.round(2_000 * Math.exp(3 * random())),
    version: 0,
  }))
  for (let build = 0; build < options.builds; build++) {
    if (build > 0) {
      for (const file of files) {
        const kind = file.index % 10
        const share = kind < 6 ? options.pages : kind < 9 ? options.chunks : 0
        if (random() < share) file.version = build
      }
    }
    yield createManifest(files.map(assetOf))
  }
}

function assetOf(file: {
  readonly index: number
  readonly size: number
  readonly version: number
}): Asset {
  const { index, size, version } = file
  const kind = index % 10
  const sha = hash('sha256', `${index} ${version}`, 'buffer')
  const digest = `sha256-${sha.toString('base64')}`
  if (kind < 6) {
    const path = `docs/section-${index % 97}/topic-${index % 1_009}/page-${index}/index.html`
    return { path, size, digest, fingerprinted: false }
  }
  if (kind < 9) {
    const path = `assets/chunk-${index}-${sha.toString('hex').slice(0, 8)}.js`
    return { path, size, digest, fingerprinted: true }
  }
  return {
    path: `img/section-${index % 97}/image-${index}.png`,
    size,
    digest,
    fingerprinted: false,
  }
}
