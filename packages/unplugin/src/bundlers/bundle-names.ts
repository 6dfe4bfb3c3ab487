/** What is read of the options of one output. */
export interface OutputOptions {
  readonly dir?: string | undefined
  readonly file?: string | undefined
  readonly assetFileNames?: unknown
}

/** What is read of a file in a bundle. */
export type BundleFile =
  | {
      readonly type: 'chunk'
      readonly fileName: string
      readonly preliminaryFileName: string
    }
  | { readonly type: 'asset'; readonly fileName: string; readonly names: readonly string[] }

/** By file name. */
export type Bundle = Readonly<Record<string, BundleFile>>

/**
 * Says of each file name in a bundle whether the bundler put a hash into it. `known` overrules, for names that another bundle
 * made: `assets/worker-1a2b3c4d.js`.
 */
export function namesOfBundle(
  options: OutputOptions,
  bundle: Bundle,
  known: ReadonlyMap<string, boolean> = new Map(),
): Map<string, boolean> {
  const files = Object.values(bundle)
  const names = new Map(
    files.map((file) => [file.fileName, known.get(file.fileName) ?? hasHash(file, options)]),
  )
  for (const { fileName } of files) {
    const owner = fileName.endsWith('.map') ? names.get(fileName.slice(0, -'.map'.length)) : false
    if (owner) names.set(fileName, true)
  }
  return names
}

function hasHash(file: BundleFile, options: OutputOptions): boolean {
  // The preliminary name holds a placeholder where the hash will be.
  if (file.type === 'chunk') return file.preliminaryFileName !== file.fileName
  // An asset without a name was emitted under a fixed file name.
  if (file.names.length === 0) return false
  const { assetFileNames } = options
  const pattern: unknown =
    typeof assetFileNames === 'function'
      ? Reflect.apply(assetFileNames, undefined, [file])
      : assetFileNames
  return typeof pattern === 'string' && /\[hash(:\d+)?\]/.test(pattern)
}
