import { dirname, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Options } from 'cdn-purge'
import type { Finish } from '../create-plugins.ts'
import { streamReporter } from '../stream-reporter.ts'
import { createEndOfBuild } from './end-of-build.ts'
import { outputsAt } from './outputs-at.ts'

/** What is used of Next's configuration. */
export interface NextConfig {
  readonly adapterPath?: string | undefined
}

/** What Next calls while it builds; there can be one only. */
export interface NextAdapter {
  readonly name: string
  modifyConfig?(config: object, context: object): unknown
  onBuildComplete?(built: BuiltExport): unknown
}

interface BuiltExport {
  readonly config: {
    readonly output?: string
    readonly basePath?: string
    readonly assetPrefix?: string
    readonly trailingSlash?: boolean
  }
  readonly outputs: { readonly staticFiles: readonly { readonly filePath: string }[] }
  readonly projectDir: string
}

interface Handed {
  readonly options: Options
  /** The adapter that ours takes the place of. */
  readonly adapterPath: string | undefined
}

const HANDED = Symbol.for('unplugin-cdn-purge:next')

/** Next loads the adapter by its file, so what it needs is kept where it finds it. */
function handedOver(): typeof globalThis & { [HANDED]?: Handed } {
  return globalThis
}

/** Gives a configuration with our adapter in place of the one that was there, which ours calls. */
export function withAdapter<Config extends NextConfig>(
  config: Config,
  options: Options,
  adapterPath: string,
  env: Readonly<Record<string, string | undefined>>,
): Config {
  const given = config.adapterPath ?? env['NEXT_ADAPTER_PATH']
  // Read again, a configuration may have been wrapped already.
  const other = given === adapterPath ? undefined : given
  handedOver()[HANDED] = { options, adapterPath: other }
  return { ...config, adapterPath }
}

/**
 * Follows a build of Next with `output: 'export'` up to `onBuildComplete`, when every page was exported. Other outputs are left
 * alone: their pages are no files.
 *
 * @see https://nextjs.org/docs/app/api-reference/config/next-config-js/adapterPath
 */
export function nextAdapter(finish: Finish): NextAdapter {
  return {
    name: 'unplugin-cdn-purge',
    async modifyConfig(config, context) {
      const other = await otherAdapter()
      return other?.modifyConfig ? other.modifyConfig(config, context) : config
    },
    async onBuildComplete(built) {
      const other = await otherAdapter()
      await other?.onBuildComplete?.(built)
      const { config, outputs, projectDir } = built
      const handed = handedOver()[HANDED]
      if (!handed || config.output !== 'export') return
      // The folder itself is told nowhere, and `distDir` may have moved it.
      const dir = commonFolder(outputs.staticFiles.map(({ filePath }) => filePath))
      if (dir === undefined) return
      const end = createEndOfBuild(handed.options, finish)
      await end(
        {
          bundler: 'Next',
          root: projectDir,
          mode: 'production',
          outputs: outputsAt(dir, config.basePath, config.assetPrefix),
          fingerprinted: new Map(),
          ...(config.trailingSlash === true && { site: { trailingSlash: true } }),
        },
        streamReporter,
      )
    },
  }
}

async function otherAdapter(): Promise<NextAdapter | undefined> {
  const file = handedOver()[HANDED]?.adapterPath
  if (file === undefined) return undefined
  const loaded: { default: NextAdapter & { readonly default?: NextAdapter } } = await import(
    pathToFileURL(file).href
  )
  return loaded.default.default ?? loaded.default
}

/** Gives the folder that all files lie in; undefined where there is none. */
export function commonFolder(files: readonly string[]): string | undefined {
  const [first, ...others] = files
  if (first === undefined) return undefined
  let folder = dirname(first)
  for (const file of others) {
    while (!file.startsWith(folder + sep) && folder !== dirname(folder)) folder = dirname(folder)
  }
  return folder
}
