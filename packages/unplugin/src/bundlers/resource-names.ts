/** What is read of the output options of Farm: patterns such as `[resourceName].[contentHash].[ext]`. */
export interface NamePatterns {
  readonly filename?: string | undefined
  readonly assetsFilename?: string | undefined
  readonly entryFilename?: string | undefined
}

/** What is read of a resource. */
export interface FarmResource {
  readonly name: string
  /** True for code that became part of other resources and is no file. */
  readonly emitted: boolean
}

/** Says of each resource whether its name holds a hash. Farm does not say which pattern made a name, so all are tried. */
export function namesOfResources(
  resources: readonly FarmResource[],
  { filename, assetsFilename, entryFilename }: NamePatterns,
): Map<string, boolean> {
  const hashed = [filename, assetsFilename, entryFilename]
    .filter((pattern) => pattern !== undefined)
    .filter((pattern) => HASH.test(pattern))
    .map(toExpression)
  return new Map(
    resources
      .filter((resource) => !resource.emitted)
      .map(({ name }) => [
        name,
        hashed.some((expression) => expression.test(name.replace(/\.map$/, ''))),
      ]),
  )
}

const HASH = /\[(contentHash|hash)\]/

/** `p.f3099aad-258fed.png` is the name of an asset that was made with `[resourceName].[contentHash].[ext]`. */
function toExpression(pattern: string): RegExp {
  const parts = pattern.split(/(\[\w+\])/).map((part) => {
    if (HASH.test(part)) return '[\\da-f]{6,}(-[\\da-f]+)*'
    return /^\[\w+\]$/.test(part) ? '.+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${parts.join('')}$`)
}
