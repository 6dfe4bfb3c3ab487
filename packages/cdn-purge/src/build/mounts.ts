import { PurgeError } from '@cdn-purge/core'
import type { BuildOutput } from './build-result.ts'
import { normalizeBase } from '../options/resolve-options.ts'

/** One folder of a build and where its files lie in the build as a whole. */
export interface Mount {
  /** Absolute. */
  readonly dir: string
  /** `''`, or a path with a closing slash: `admin/`. */
  readonly at: string
}

/** A build of one or several folders as one tree of paths below one URL prefix. */
export interface Mounts {
  /** With a slash at both ends. */
  readonly base: string
  readonly mounts: readonly Mount[]
  /** Addresses that a bundler serves its assets from, apart from the pages: `https://cdn.example.com/static`. */
  readonly assetOrigins: readonly string[]
}

/** Puts several outputs under their longest common prefix: `/` and `/admin/` give the paths `x.js` and `admin/x.js` below `/`. */
export function mountOutputs(outputs: readonly BuildOutput[]): Mounts {
  if (outputs.length === 0) throw new PurgeError('bad-option', 'The build wrote no folder to scan.')
  const assetOrigins = new Set<string>()
  const based = outputs.map(({ dir, base }) => {
    if (!isAddress(base)) return { dir, base: normalizeBase(base ?? '/') }
    assetOrigins.add(new URL(base, 'https://localhost').href.replace(/\/+$/, ''))
    // Pages have a base of their own where the same folder is said to have one.
    const pages = outputs.find((output) => output.dir === dir && !isAddress(output.base))
    return { dir, base: normalizeBase(pages?.base ?? '/') }
  })
  const base = commonPrefix(based.map((output) => output.base))
  const mounts = based.map((output) => ({ dir: output.dir, at: output.base.slice(base.length) }))
  const unique = mounts.filter(
    ({ dir, at }, index) =>
      mounts.findIndex((other) => other.dir === dir && other.at === at) === index,
  )
  return { base, mounts: unique, assetOrigins: [...assetOrigins] }
}

function isAddress(base: string | undefined): base is string {
  return base !== undefined && /^(?:https?:)?\/\//.test(base)
}

function commonPrefix(bases: readonly string[]): string {
  const [first = '/', ...others] = bases
  const segments = first.split('/').slice(1, -1)
  let common = '/'
  for (const segment of segments) {
    const longer = `${common}${segment}/`
    if (!others.every((base) => base.startsWith(longer))) break
    common = longer
  }
  return common
}
