import type { BuildOptions, Metafile } from 'esbuild'

/** What esbuild uses where the option is not set. */
const DEFAULT_NAMES = { entry: '[dir]/[name]', chunk: '[name]-[hash]', asset: '[name]-[hash]' }

/** Says of each output in a metafile whether its name holds a hash, as its kind's pattern says. */
export function namesOfMetafile(options: BuildOptions, metafile: Metafile): Map<string, boolean> {
  const outputs = Object.entries(metafile.outputs)
  const styles = new Set(outputs.flatMap(([, { cssBundle }]) => cssBundle ?? []))
  const names = new Map(
    outputs.map(([name, { entryPoint }]) => {
      const isEntry = entryPoint !== undefined || styles.has(name)
      return [
        name,
        hasHash(
          isEntry ? (options.entryNames ?? DEFAULT_NAMES.entry) : otherPattern(options, name),
        ),
      ]
    }),
  )
  for (const name of names.keys()) {
    const owner = /^(.*)\.(map|LEGAL\.txt)$/.exec(name)?.[1]
    const ofOwner = owner === undefined ? undefined : names.get(owner)
    if (ofOwner !== undefined) names.set(name, ofOwner)
  }
  return names
}

function otherPattern(options: BuildOptions, name: string): string {
  const isChunk =
    options.splitting === true && name.endsWith(options.outExtension?.['.js'] ?? '.js')
  return isChunk
    ? (options.chunkNames ?? DEFAULT_NAMES.chunk)
    : (options.assetNames ?? DEFAULT_NAMES.asset)
}

function hasHash(pattern: string): boolean {
  return pattern.includes('[hash]')
}
