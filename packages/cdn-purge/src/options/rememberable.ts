import path from 'node:path'
import type { BuildOutput } from '../build/build-result.ts'
import { mountOutputs } from '../build/mounts.ts'
import { ownBases } from '../build/own-bases.ts'
import { assetOrigin } from '../build/site-of.ts'
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
  'lock',
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
  'bases',
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
  const mounted = mountOutputs(outputs)
  const base = options.base ?? (outputs.some(isBelowSite) ? mounted.base : undefined)
  const bases = Object.entries(ownBases(outputs)).map(
    ([dir, each]) => [relativeTo(root, dir), each] as const,
  )
  const { fingerprinted, tags } = options
  return {
    ...Object.fromEntries(kept),
    site: withAssetOrigins(options.site, mounted.assetOrigins, base ?? '/'),
    ...(base !== undefined && { base }),
    ...(bases.length > 0 && { bases: Object.fromEntries(bases) }),
    ...(Object.keys(access).length > 0 && { access }),
    ...(fingerprinted !== undefined && typeof fingerprinted !== 'function' && { fingerprinted }),
    // A function cannot be written down.
    ...(tags !== undefined && typeof tags !== 'function' && { tags }),
    dir: [...new Set(outputs.map(({ dir }) => relativeTo(root, dir)))],
  }
}

function relativeTo(root: string, dir: string): string {
  return path.relative(root, dir) || '.'
}

function isBelowSite({ base }: BuildOutput): boolean {
  return base !== undefined && !/^(?:https?:)?\/\//.test(base)
}

/** The deploy step sees no bundler, so addresses that only the bundler knew become part of the site. */
function withAssetOrigins(
  site: Options['site'],
  assetOrigins: readonly string[],
  base: string,
): Options['site'] {
  const entries = typeof site === 'string' ? [site] : site
  const known = new Set(
    entries.map((entry) => (typeof entry === 'string' ? entry : entry.url).replace(/\/+$/, '')),
  )
  const more = assetOrigins
    .filter((url) => !known.has(url))
    .map((url) => assetOrigin(url, base))
    .map(({ dir, ...entry }) => (dir === '' ? entry : { ...entry, dir }))
  return more.length === 0 ? site : [...entries, ...more]
}
