/** What is read of an asset of a compilation. Rspack gives empty lists where webpack gives undefined. */
export interface CompilationAsset {
  /** May carry a query: `app.js?v=1`. */
  readonly name: string
  readonly info: {
    readonly immutable?: boolean | undefined
    readonly contenthash?: string | readonly string[] | undefined
    readonly chunkhash?: string | readonly string[] | undefined
    readonly fullhash?: string | readonly string[] | undefined
  }
}

/** Says of each file name of a compilation whether it holds a hash. */
export function namesOfAssets(assets: readonly CompilationAsset[]): Map<string, boolean> {
  return new Map(
    assets.map(({ name, info }) => {
      const hashes = [info.contenthash, info.chunkhash, info.fullhash].flat()
      const hashed = info.immutable === true || hashes.some((hash) => hash !== undefined)
      return [name.replace(/\?.*$/, ''), hashed]
    }),
  )
}
