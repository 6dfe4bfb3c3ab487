/** One file of a build as it lies on disk. */
export interface ScannedAsset {
  /** Below `outDir`, separated by `/`, with no leading `/`: `assets/app.js`. */
  readonly path: string
  /** In bytes, before any content encoding. */
  readonly size: number
  /** `algorithm-value`, compared by equality only: `sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=`. */
  readonly digest: string
}

/** One file that a build emitted, with what its name says about its content. */
export interface Asset extends ScannedAsset {
  /** True when the file name carries a hash of the content: `app-1a2b3c4d.js`. */
  readonly fingerprinted: boolean
  /** What the text is like apart from dates, hashes and versions; only of some texts. */
  readonly shape?: string | undefined
}

/** Orders paths by UTF-16 code unit: the one order of manifests, changes and plans. */
export function comparePaths(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
