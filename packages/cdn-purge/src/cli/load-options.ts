import { basename, dirname, resolve } from 'node:path'
import { findConfigFile, readConfigFile, type ConfigFile, type RawOptions } from '../config-file.ts'
import type { ResolvedOptions } from '../options.ts'
import { rememberedOptions } from '../remembered-options.ts'
import { resolveOptions } from '../resolve-options.ts'
import type { CommandContext } from './command.ts'
import { mergeOptions, optionsFromFlags } from './options-from-flags.ts'

/** What was written for this project, from all places together. */
interface Written {
  readonly options: RawOptions
  /** Absolute: what relative paths are resolved against. */
  readonly root: string
  /** For messages: `cdn-purge.config.ts`, `the command line`. */
  readonly source: string
}

/**
 * Gives the options of a command: flags over the configuration file, and over what the plugin remembered for this output.
 *
 * @throws {PurgeError} `bad-option`
 */
export async function loadOptions(context: CommandContext): Promise<ResolvedOptions> {
  const { options, root, source } = await loadWritten(context)
  const remembered = await rememberedOptions(options, root)
  if (!remembered) return resolveOptions(options, { root, source })
  return resolveOptions(mergeOptions(remembered, options), { root, source })
}

/** Gives flags over the configuration file, unchecked. */
export async function loadWritten({ flags, terminal }: CommandContext): Promise<Written> {
  const { cwd } = terminal
  const fromFlags = optionsFromFlags(flags, cwd)
  const file = await readConfig(flags.get('config')?.at(-1), cwd)
  if (!file) return { options: fromFlags, root: cwd, source: 'the command line' }
  const source = basename(file.file)
  return { options: mergeOptions(file.options, fromFlags), root: dirname(file.file), source }
}

async function readConfig(named: unknown, cwd: string): Promise<ConfigFile | undefined> {
  const file = typeof named === 'string' ? resolve(cwd, named) : findConfigFile(cwd)
  return file === undefined ? undefined : readConfigFile(file)
}
