import { basename, dirname, resolve } from 'node:path'
import { PurgeError } from '@cdn-purge/core'
import {
  findConfigFile,
  readConfigFile,
  type ConfigFile,
  type RawOptions,
} from '../options/config-file.ts'
import type { ResolvedOptions } from '../options/options.ts'
import { rememberedOptions } from '../options/remembered-options.ts'
import { resolveOptions } from '../options/resolve-options.ts'
import type { CommandContext } from './command.ts'
import { mergeOptions, optionsFromFlags } from './options-from-flags.ts'

/** What was written for this project, from all places together. */
interface Written {
  readonly options: RawOptions
  /** Absolute: what relative paths are resolved against. */
  readonly root: string
  /** For messages: `cdn-purge.config.ts`, `the flags`. */
  readonly source: string
  /** The configuration file, if there is one. */
  readonly file: string | undefined
}

/**
 * Gives the options of a command: flags over the configuration file, and over what the plugin remembered for this output.
 *
 * @throws {PurgeError} `bad-option`
 */
export async function loadOptions(context: CommandContext): Promise<ResolvedOptions> {
  const { options, root, source, file } = await loadWritten(context)
  const remembered = await rememberedOptions(options, root)
  if (remembered) return resolveOptions(mergeOptions(remembered, options), { root, source })
  try {
    return resolveOptions(options, { root, source })
  } catch (error) {
    if (file !== undefined || !(error instanceof PurgeError)) throw error
    const hint = `There is no configuration file in "${root}", and no record there of a build with the plugin that fits its output.`
    throw new PurgeError(error.code, error.message, { hint, cause: error })
  }
}

/** Gives flags over the configuration file, unchecked. */
export async function loadWritten({ flags, terminal }: CommandContext): Promise<Written> {
  const { cwd } = terminal
  const fromFlags = optionsFromFlags(flags, cwd)
  const file = await readConfig(flags.get('config')?.at(-1), cwd)
  if (!file) return { options: fromFlags, root: cwd, source: 'the flags', file: undefined }
  const name = basename(file.file)
  const source = Object.keys(fromFlags).length === 0 ? name : `${name} and the flags`
  return {
    options: mergeOptions(file.options, fromFlags),
    root: dirname(file.file),
    source,
    file: file.file,
  }
}

async function readConfig(named: unknown, cwd: string): Promise<ConfigFile | undefined> {
  const file = typeof named === 'string' ? resolve(cwd, named) : findConfigFile(cwd)
  return file === undefined ? undefined : readConfigFile(file)
}
