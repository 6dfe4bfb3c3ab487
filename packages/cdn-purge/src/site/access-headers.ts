import { PurgeError } from '@cdn-purge/core'
import type { AccessOptions } from '../options/options.ts'

type Env = Readonly<Record<string, string | undefined>>

/**
 * Gives the headers that reach the environment, the cookie among them. A value `$NAME` is taken from the process's environment, so that
 * secrets need not stand in a configuration.
 *
 * @throws {PurgeError} `bad-option` where a `$NAME` is not set, and for what no header can carry; the value is never said.
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
  const all = { ...Object.fromEntries(resolved), ...(cookie !== undefined && { cookie }) }
  for (const [name, value] of Object.entries(all)) checkHeader(name, value)
  return all
}

function checkHeader(name: string, value: string): void {
  const wrong = !NAME.test(name) ? 'name' : !VALUE.test(value) ? 'value' : undefined
  if (wrong === undefined) return
  throw new PurgeError(
    'bad-option',
    `\`access\` has the header "${name}", whose ${wrong} no request can carry.`,
    {
      hint: 'A line break or another control character in it is the usual reason.',
    },
  )
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#name-fields */
const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

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
