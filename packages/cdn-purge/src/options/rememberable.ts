import path from 'node:path'
import type { BuildOutput } from '../build/build-result.ts'
import type { Options } from './options.ts'

/** Options that a record keeps: what decides where a deploy goes and how it is looked at, and nothing that belongs to the build. */
const KEPT = [
  'site',
  'cloudflare',
  'base',
  'origin',
  'marker',
  'cleanUrls',
  'trailingSlash',
  'fallback',
  'ignore',
  'variants',
  'trustValidators',
  'deadline',
  'collateral',
  'onUnknownBaseline',
  'onUrlRefused',
  'waitForLive',
  'verify',
  'requireProof',
  'abandonAfter',
  'maxRemoved',
] as const satisfies readonly (keyof Options)[]

/** Names of the options that a record may hold; what else stands there is about the deploy itself. */
export const REMEMBERED: ReadonlySet<string> = new Set([
  ...KEPT,
  'access',
  'fingerprinted',
  'tags',
  'dir',
])

/**
 * Gives what the deploy step needs to know again, as plain JSON, folders relative to `root`.
 * Header values stay out unless they name a variable (`$NAME`): they may be secrets.
 */
export function rememberable(
  options: Options,
  outputs: readonly BuildOutput[],
  root: string,
): Record<string, unknown> {
  const kept = KEPT.flatMap((name) =>
    options[name] === undefined ? [] : [[name, options[name]] as const],
  )
  const { address, cookie, headers } = options.access ?? {}
  const named = Object.entries(headers ?? {}).filter(([, value]) => value.startsWith('$'))
  const access = {
    ...(address !== undefined && { address }),
    ...(cookie !== undefined && { cookie }),
    ...(named.length > 0 && { headers: Object.fromEntries(named) }),
  }
  const base = options.base ?? outputs[0]?.base
  const { fingerprinted, tags } = options
  return {
    ...Object.fromEntries(kept),
    ...(base !== undefined && { base }),
    ...(Object.keys(access).length > 0 && { access }),
    ...(fingerprinted !== undefined && typeof fingerprinted !== 'function' && { fingerprinted }),
    // A function cannot be written down.
    ...(tags !== undefined && typeof tags !== 'function' && { tags }),
    dir: outputs.map(({ dir }) => path.relative(root, dir) || '.'),
  }
}
