import { PurgeError } from '@cdn-purge/core'

/**
 * Loads what only some users install.
 *
 * @throws {PurgeError} `bad-option`, naming the one package that is missing.
 */
export async function loadOptional<T>(load: () => Promise<T>, need: string): Promise<T> {
  try {
    return await load()
  } catch (error) {
    const name = missingPackage(error)
    if (name === undefined) throw error
    throw new PurgeError(
      'bad-option',
      `${need} needs the package "${name}", which is not installed.`,
      {
        hint: `Install it: \`npm install --save-dev ${name}\`.`,
        cause: error,
      },
    )
  }
}

/** `Cannot find package 'ioredis' imported from …` → `ioredis`; undefined where something else went wrong. */
function missingPackage(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'MODULE_NOT_FOUND') return undefined
  const name = /Cannot find (?:package|module) '((?:@[^/']+\/)?[^/']+)/.exec(error.message)?.[1]
  return name === undefined || name.startsWith('.') ? undefined : name
}
