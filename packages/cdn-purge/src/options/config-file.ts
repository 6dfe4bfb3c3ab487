import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PurgeError } from '@cdn-purge/core'

/** What somebody wrote, before `resolveOptions` has looked at it. */
export type RawOptions = Readonly<Record<string, unknown>>

export interface ConfigFile {
  /** Absolute. */
  readonly file: string
  readonly options: RawOptions
}

/** What a runtime can do with TypeScript. */
export interface TypeScriptSupport {
  /** True where Node strips types by itself: from 22.18 on. */
  readonly native: boolean
  /** Gives the place of an installed `jiti` as a URL, or undefined. */
  readonly findJiti: (file: string) => string | undefined
}

/** In the order they are looked for. */
export const CONFIG_FILE_NAMES: readonly string[] = ['ts', 'mts', 'js', 'mjs', 'json'].map(
  (extension) => `cdn-purge.config.${extension}`,
)

/** Gives the configuration file of `dir`, if there is one. */
export function findConfigFile(dir: string): string | undefined {
  return CONFIG_FILE_NAMES.map((name) => join(dir, name)).find((file) => existsSync(file))
}

/**
 * Reads a configuration file: JSON, or a module whose default export is the options.
 *
 * @throws {PurgeError} `bad-option`
 */
export async function readConfigFile(
  path: string,
  support: TypeScriptSupport = currentSupport(),
): Promise<ConfigFile> {
  const file = resolve(path)
  if (!existsSync(file)) {
    throw new PurgeError('bad-option', `There is no configuration file "${path}".`)
  }
  const options = await load(file, support)
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    const what = extname(file) === '.json' ? 'It holds' : 'Its default export is'
    throw unreadable(file, `${what} no object.`, HINT)
  }
  return { file, options: { ...options } }
}

const HINT =
  'Write `export default defineConfig({ site: …, cloudflare: { zone: … } })`; `defineConfig` comes from cdn-purge.'

async function load(file: string, support: TypeScriptSupport): Promise<unknown> {
  const extension = extname(file)
  try {
    if (extension === '.json') return JSON.parse(await readFile(file, 'utf8'))
    if (/^\.[cm]?ts$/.test(extension) && !support.native) return await loadByJiti(file, support)
    return defaultOf(await import(pathToFileURL(file).href))
  } catch (error) {
    if (error instanceof PurgeError) throw error
    throw unreadable(
      file,
      error instanceof Error ? `${error.message}.` : String(error),
      undefined,
      error,
    )
  }
}

async function loadByJiti(file: string, support: TypeScriptSupport): Promise<unknown> {
  const place = support.findJiti(file)
  if (place === undefined) {
    throw unreadable(
      file,
      `Node ${process.versions.node} does not run TypeScript by itself, and \`jiti\` is not installed.`,
      'Install it (`npm i -D jiti`), use Node 22.18 or later, or write the file as cdn-purge.config.mjs.',
    )
  }
  const { createJiti }: typeof import('jiti') = await import(place)
  return defaultOf(await createJiti(file, { moduleCache: false }).import(file))
}

function currentSupport(): TypeScriptSupport {
  return {
    native: 'typescript' in process.features && Boolean(process.features.typescript),
    findJiti(file) {
      // The project's own comes first; ours is there where a package manager linked the optional peer.
      for (const from of [file, import.meta.url]) {
        try {
          return pathToFileURL(createRequire(from).resolve('jiti')).href
        } catch {}
      }
      return undefined
    },
  }
}

function defaultOf(module: unknown): unknown {
  return typeof module === 'object' && module !== null && 'default' in module
    ? module.default
    : undefined
}

function unreadable(file: string, why: string, hint?: string, cause?: unknown): PurgeError {
  return new PurgeError('bad-option', `Could not read "${basename(file)}": ${why}`, {
    ...(hint === undefined ? {} : { hint }),
    cause,
  })
}
