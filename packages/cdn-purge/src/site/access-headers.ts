import { PurgeError } from '@cdn-purge/core'
import type { AccessOptions } from '../options/options.ts'

type Env = Readonly<Record<string, string | undefined>>

/**
 * Gives the headers that reach the environment, the cookie among them. A value `$NAME` is taken from the process's environment, so that
 * secrets need not stand in a configuration.
 *
 * @throws {PurgeError} `bad-option` where a `$NAME` is not set.
 */
export function accessHeaders(access: AccessOptions, env: Env): Record<string, string> {
  const [unset] = unsetHeaders(access, env)
  if (unset) {
    throw new PurgeError(
      'bad-option',
      `\`access.headers\` takes "${unset.header}" from \`$${unset.variable}\`, which is not set.`,
      { hint: `Set ${unset.variable} where cdn-purge runs, or leave the header out.` },
    )
  }
  const { headers = {}, cookie } = access
  const resolved = Object.entries(headers).map(
    ([name, value]) => [name, valueOf(value, env)] as const,
  )
  return { ...Object.fromEntries(resolved), ...(cookie !== undefined && { cookie }) }
}

/** Lists the headers whose `$NAME` is not set, or set to nothing. */
export function unsetHeaders(
  { headers = {} }: AccessOptions,
  env: Env,
): { readonly header: string; readonly variable: string }[] {
  return Object.entries(headers)
    .filter(([, value]) => value.startsWith('$') && valueOf(value, env) === '')
    .map(([header, value]) => ({ header, variable: value.slice(1) }))
}

function valueOf(value: string, env: Env): string {
  return value.startsWith('$') ? (env[value.slice(1)] ?? '') : value
}
