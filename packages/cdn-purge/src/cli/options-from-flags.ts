import { resolve } from 'node:path'
import type { RawOptions } from '../options/config-file.ts'
import { absolutePlace } from '../stores/store-place.ts'
import type { Flags } from './read-flags.ts'

/** Gives the options that the flags stand for; what no flag says is left out. Folders are taken from `cwd`. */
export function optionsFromFlags(flags: Flags, cwd: string): RawOptions {
  const last = (name: string) => flags.get(name)?.at(-1)
  const all = (name: string) => flags.get(name)
  const folder = (value: unknown) => (typeof value === 'string' ? resolve(cwd, value) : value)
  const place = (value: unknown) => (typeof value === 'string' ? absolutePlace(value, cwd) : value)
  return given({
    site: oneOrAll(all('site')),
    dir: all('dir')?.map(folder),
    base: last('base'),
    cloudflare: group({
      zone: last('zone'),
      environment: last('environment'),
      plan: last('zone-plan'),
    }),
    access: group({ address: last('access-address'), cookie: last('access-cookie') }),
    origin: last('origin'),
    ledger: place(last('ledger')),
    marker: last('no-marker') === true ? false : last('marker'),
    cleanUrls: last('clean-urls'),
    trailingSlash: last('trailing-slash'),
    fallback: last('fallback'),
    fingerprinted: all('fingerprinted'),
    ignore: all('ignore'),
    trustValidators: last('trust-validators'),
    deadline: last('deadline'),
    onUnknownBaseline: last('on-unknown-baseline'),
    onUrlRefused: last('on-url-refused'),
    waitForLive: last('wait-for-live'),
    verify: last('verify'),
    requireProof: last('require-proof'),
    lock: last('lock'),
    abandonAfter: last('abandon-after'),
    maxRemoved: share(last('max-removed')),
  })
}

/** Puts `over` over `under`: field by field, and so inside `cloudflare` and `access`. */
export function mergeOptions(under: RawOptions, over: RawOptions): RawOptions {
  const merged: Record<string, unknown> = { ...under, ...over }
  for (const name of ['cloudflare', 'access']) {
    const [below, above] = [under[name], over[name]]
    if (isObject(below) && isObject(above)) merged[name] = { ...below, ...above }
  }
  return merged
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** So that messages about one value do not speak of a list. */
function oneOrAll(values: readonly unknown[] | undefined): unknown {
  return values?.length === 1 ? values[0] : values
}

function group(fields: RawOptions): RawOptions | undefined {
  const some = given(fields)
  return Object.keys(some).length === 0 ? undefined : some
}

function given(fields: RawOptions): RawOptions {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

/** A flag is always text, and `0.05` is meant as a number. */
function share(value: unknown): unknown {
  return typeof value === 'string' && /^\d*\.?\d+$/.test(value) ? Number(value) : value
}
