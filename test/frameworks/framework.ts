/** One framework, and what must hold once its example was built. */
export interface Framework {
  /** Of the folder in `examples/frameworks`, and of the entry. */
  readonly name: string
  /** The package of the example's whose version is said in the documents. */
  readonly package: string
  /** The major of Node that it needs where that is not the one that runs the tests. */
  readonly node?: string
  /** The folder that it writes, relative to the example. */
  readonly dir: string
  /** What the record remembers for the deploy step beside `cloudflare` and `dir`. */
  readonly remembers: Remembered
  /** Files that others write at the very end, or that are easily missed. */
  readonly emits: readonly string[]
  /** A page that cannot be built. */
  readonly broken: ExampleFile
  /** One of the pages that the example gets before it is built, as many as a cause is shared by. */
  readonly page: (name: string) => ExampleFile
  readonly secondBuild: SecondBuild
}

export interface Remembered {
  readonly site: string
  readonly base: string
  readonly trailingSlash?: true
  readonly fallback?: string
}

export interface ExampleFile {
  readonly file: string
  readonly text: string
}

/** One change of one text, and what the framework makes of it. */
export interface SecondBuild {
  readonly edit: { readonly file: string; readonly from: string; readonly to: string }
  /** Names that vouch for the bytes, as the framework documents them: such a file is kept when it is gone. */
  readonly hashed: RegExp
  /** Every other path that changes, with the reason that the plan gives; the first that fits counts. */
  readonly reasons: readonly (readonly [path: RegExp, reason: RegExp])[]
  /** What is said of the cause that many pages share; left out where only the page itself changes. */
  readonly cause?: RegExp
  /** True where more than the changed URLs must go: the page that answers for all others has changed. */
  readonly wholeSite?: boolean
}

/** So many pages share a cause before it is named. */
export const PAGES = 55
