import {
  DEFAULT_MARKER_PATH,
  PurgeError,
  isFields,
  type SiteOrigin,
  type Store,
  didYouMean,
} from '@cdn-purge/core'
import path from 'node:path'
import type { AccessOptions, Options, ResolvedOptions, SiteEntry } from './options.ts'
import { parseBytes, parseDuration, parseShare } from './quantities.ts'
import { resolveTags } from './resolve-tags.ts'
import { resolveVariants } from './resolve-variants.ts'
import { NO_LEASES } from '../stores/lazy-store.ts'
import { storeOf } from '../stores/store-of.ts'
import { absolutePlace, maskPlace, readStorePlace } from '../stores/store-place.ts'

/** What a `ResolvedOptions` was made from, for messages and relative paths. */
export interface OptionsSource {
  /** Absolute: what relative paths are resolved against. */
  readonly root: string
  /** Where the user wrote them: `vite.config.ts`, `the command line`. */
  readonly source: string
}

const KEYS = [
  'site',
  'cloudflare',
  'dir',
  'base',
  'bases',
  'access',
  'origin',
  'ledger',
  'marker',
  'run',
  'cleanUrls',
  'trailingSlash',
  'fallback',
  'fingerprinted',
  'ignore',
  'variants',
  'tags',
  'trustValidators',
  'deadline',
  'collateral',
  'onUnknownBaseline',
  'onUrlRefused',
  'onError',
  'waitForLive',
  'verify',
  'requireProof',
  'lock',
  'abandonAfter',
  'maxRemoved',
] as const satisfies readonly (keyof Options)[]

export const DEFAULT_LEDGER = '.cdn-purge'

/**
 * Fills in what was left out and checks all the rest.
 *
 * @throws {PurgeError} `bad-option`, with every problem in one message.
 */
export function resolveOptions(options: unknown, { root, source }: OptionsSource): ResolvedOptions {
  const problems: string[] = []
  const problem = (text: string): undefined => {
    problems.push(text)
    return undefined
  }
  if (!isFields(options)) {
    throw new PurgeError('bad-option', `The options in ${source} must be an object.`)
  }
  const read = createReader(options, problem)
  read.unknown('', options, KEYS)
  const { ledger } = options
  const resolved: ResolvedOptions = {
    root,
    origins: readOrigins(options['site'], problem),
    cloudflare: readCloudflare(options['cloudflare'], problem),
    dirs: read.strings('dir').map((dir) => path.resolve(root, dir)),
    base: readBase('base', read.string('base'), problem),
    bases: readBases(options['bases'], root, problem),
    access: readAccess(options['access'], problem),
    origin: readOrigin(read.string('origin'), problem),
    ledger: readLedger(ledger ?? DEFAULT_LEDGER, root, problem),
    ledgerIsDefault: ledger === undefined,
    marker: readMarker(options['marker'], problem),
    run: read.choice('run', ['auto', 'build', 'deploy', false], 'auto'),
    cleanUrls: read.choice('cleanUrls', [true, false], undefined) ?? 'both',
    trailingSlash: read.choice('trailingSlash', [true, false], undefined) ?? 'both',
    fallback: readPath('fallback', read.string('fallback'), problem),
    fingerprinted: readFingerprinted(options['fingerprinted'], problem),
    ignore: read.strings('ignore'),
    variants: resolveVariants(options['variants'], problem),
    tags: resolveTags(options['tags'], problem),
    trustValidators: read.choice('trustValidators', [true, false], false),
    deadlineMs: read.duration('deadline', 60_000),
    collateralBytes: read.bytes('collateral', 500),
    onUnknownBaseline: read.choice('onUnknownBaseline', ['site', 'stable', 'fail'], 'site'),
    onUrlRefused: read.choice('onUrlRefused', ['widen', 'fail'], 'widen'),
    onError: read.choice('onError', ['fail', 'warn'], undefined),
    waitForLiveMs: read.duration('waitForLive', 5 * 60_000),
    verify: readVerify(options['verify'], problem),
    requireProof: read.choice('requireProof', [true, false], false),
    lock: readLock(read.choice('lock', [true, false], false), ledger ?? DEFAULT_LEDGER, problem),
    abandonAfterMs: read.duration('abandonAfter', 24 * 3_600_000),
    maxRemoved: read.share('maxRemoved', 0.05),
  }
  if (problems.length > 0) {
    const list = problems.map((text) => `  - ${text}`).join('\n')
    const count = problems.length === 1 ? 'One option is' : `${problems.length} options are`
    throw new PurgeError('bad-option', `${count} not usable in ${source}:\n${list}`, {
      hint: 'Nothing was recorded and nothing was purged.',
    })
  }
  return resolved
}

type Problem = (text: string) => undefined

function createReader(options: Readonly<Record<string, unknown>>, problem: Problem) {
  function choice<const T extends string | boolean, D extends T | undefined>(
    name: string,
    choices: readonly T[],
    fallback: D,
  ): T | D {
    const value = options[name]
    if (value === undefined) return fallback
    const found = choices.find((each) => each === value)
    if (found === undefined) {
      problem(`\`${name}\` is ${show(value)}, but it must be ${choices.map(show).join(', ')}.`)
    }
    return found ?? fallback
  }
  function parsed<T>(
    name: string,
    fallback: T,
    parse: (v: unknown) => T | undefined,
    like: string,
  ) {
    const value = options[name]
    if (value === undefined) return fallback
    const result = parse(value)
    if (result === undefined) problem(`\`${name}\` is ${show(value)}, but it must be ${like}.`)
    return result ?? fallback
  }
  return {
    choice,
    duration: (name: string, fallback: number) =>
      parsed(name, fallback, parseDuration, 'seconds, or a text such as "90s", "5m" or "24h"'),
    bytes: (name: string, fallback: number) =>
      parsed(name, fallback, parseBytes, 'bytes, or a text such as "0.5kB"'),
    share: (name: string, fallback: number) =>
      parsed(name, fallback, parseShare, 'a share between 0 and 1, or a text such as "5%"'),
    string(name: string): string | undefined {
      const value = options[name]
      if (value === undefined || (typeof value === 'string' && value !== '')) return value
      return problem(`\`${name}\` is ${show(value)}, but it must be a text that is not empty.`)
    },
    strings(name: string): string[] {
      const value = options[name]
      if (value === undefined) return []
      const list: unknown[] = Array.isArray(value) ? value : [value]
      if (list.every((item) => typeof item === 'string' && item !== '')) return list.map(String)
      problem(`\`${name}\` is ${show(value)}, but it must be a text or a list of texts.`)
      return []
    },
    unknown(place: string, fields: Readonly<Record<string, unknown>>, known: readonly string[]) {
      for (const key of Object.keys(fields)) {
        if (known.includes(key)) continue
        const name = place + key
        const guess = didYouMean(key, known)
        problem(`\`${name}\` is unknown.${guess ? ` Did you mean \`${place}${guess}\`?` : ''}`)
      }
    },
  }
}

function readOrigins(site: unknown, problem: Problem): SiteOrigin[] {
  const example = 'Write the address that visitors use: "https://www.example.com".'
  if (site === undefined) {
    problem(`\`site\` is missing. ${example}`)
    return []
  }
  const entries: unknown[] = Array.isArray(site) ? site : [site]
  if (entries.length === 0) problem(`\`site\` is an empty list. ${example}`)
  return entries.flatMap((entry, index) => {
    const place = Array.isArray(site) ? `site[${index}]` : 'site'
    const found = readOriginEntry(entry, place, problem)
    return found ? [found] : []
  })
}

function readOriginEntry(entry: unknown, place: string, problem: Problem): SiteOrigin | undefined {
  const fields: unknown = typeof entry === 'string' ? { url: entry } : entry
  if (!isFields(fields)) {
    return problem(
      `\`${place}\` is ${show(entry)}, but it must be a URL or \`{ url, dir?, documents? }\`.`,
    )
  }
  createReader(fields, problem).unknown(`${place}.`, fields, [
    'url',
    'dir',
    'documents',
  ] satisfies (keyof SiteEntry)[])
  const { url, dir = '', documents = true } = fields
  if (typeof url !== 'string' || !isSiteUrl(url)) {
    return problem(
      `\`${place}\` is ${show(url)}, but it must be an address such as "https://www.example.com": http or https, no query, no fragment, no password.`,
    )
  }
  if (typeof dir !== 'string') {
    return problem(`\`${place}.dir\` is ${show(dir)}, but it must be a folder of the build.`)
  }
  if (typeof documents !== 'boolean') {
    return problem(`\`${place}.documents\` is ${show(documents)}, but it must be true or false.`)
  }
  const inner = dir.replace(/^(?:\.?\/)+|\/+$/g, '')
  return { url: url.replace(/\/+$/, ''), dir: inner === '' && dir !== '' ? '.' : inner, documents }
}

function isSiteUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, search, hash, username, password } = new URL(url)
  return (
    /^https?:$/.test(protocol) && !search && !hash && !username && !password && !/[?#]/.test(url)
  )
}

function readCloudflare(value: unknown, problem: Problem): ResolvedOptions['cloudflare'] {
  const nothing = { zone: '', environment: undefined, plan: undefined }
  const example = 'Write `cloudflare: { zone: "example.com" }`.'
  if (!isFields(value)) {
    problem(
      value === undefined
        ? `\`cloudflare.zone\` is missing. ${example}`
        : `\`cloudflare\` is ${show(value)}, but it must be an object. ${example}`,
    )
    return nothing
  }
  const nested = (text: string) => problem(text.replace(/^`/, '`cloudflare.'))
  const read = createReader(value, nested)
  createReader(value, problem).unknown('cloudflare.', value, ['zone', 'environment', 'plan'])
  const zone = read.string('zone')
  if (zone === undefined && value['zone'] === undefined) {
    problem(`\`cloudflare.zone\` is missing. ${example}`)
  }
  return {
    zone: zone ?? '',
    environment: read.string('environment'),
    plan: read.choice('plan', ['free', 'pro', 'business', 'enterprise'], undefined),
  }
}

function readBase(place: string, base: string | undefined, problem: Problem): string | undefined {
  if (base === undefined) return undefined
  if (/[?#\s]/.test(base) || base.startsWith('//') || URL.canParse(base)) {
    return problem(
      `\`${place}\` is ${show(base)}, but it must be a path such as "/docs/". An address of its own belongs into \`site\`.`,
    )
  }
  return normalizeBase(base)
}

function readBases(value: unknown, root: string, problem: Problem): ReadonlyMap<string, string> {
  const bases = new Map<string, string>()
  if (value === undefined) return bases
  if (!isFields(value) || Object.values(value).some((base) => typeof base !== 'string')) {
    problem(
      `\`bases\` is ${show(value)}, but it must name folders: \`{ 'dist-admin': '/admin/' }\`.`,
    )
    return bases
  }
  for (const [dir, written] of Object.entries(value)) {
    const base = readBase(`bases['${dir}']`, String(written), problem)
    if (base !== undefined) bases.set(path.resolve(root, dir), base)
  }
  return bases
}

/** Gives a base with one slash at both ends; `./` and the empty base are `/`. */
export function normalizeBase(base: string): string {
  const inner = base.replace(/^(?:\.?\/)+|\/+$/g, '')
  return inner === '' || inner === '.' ? '/' : `/${inner}/`
}

function readAccess(value: unknown, problem: Problem): AccessOptions {
  if (value === undefined) return {}
  if (!isFields(value)) {
    problem(`\`access\` is ${show(value)}, but it must be \`{ address?, headers?, cookie? }\`.`)
    return {}
  }
  createReader(value, problem).unknown('access.', value, ['address', 'headers', 'cookie'])
  const { address, headers, cookie } = value
  const strings = isFields(headers) && Object.values(headers).every((v) => typeof v === 'string')
  if (headers !== undefined && !strings) {
    problem('`access.headers` must be an object of texts: `{ "x-name": "value" }`.')
  }
  if (address !== undefined && (typeof address !== 'string' || !isAddress(address))) {
    problem(
      `\`access.address\` is ${show(address)}, but it must be a host or IP address, with a port if needed.`,
    )
  }
  if (cookie !== undefined && typeof cookie !== 'string') {
    problem(`\`access.cookie\` must be a text such as "development=true".`)
  }
  return {
    ...(typeof address === 'string' && { address }),
    ...(isFields(headers) &&
      strings && {
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, header]) => [name, String(header)]),
        ),
      }),
    ...(typeof cookie === 'string' && { cookie }),
  }
}

function isAddress(address: string): boolean {
  return !address.includes('/') && URL.canParse(`http://${address}`)
}

function readOrigin(origin: string | undefined, problem: Problem): string | undefined {
  if (origin === undefined) return undefined
  if (isSiteUrl(origin) && new URL(origin).pathname === '/') return new URL(origin).origin
  return problem(
    `\`origin\` is ${show(origin)}, but it must be the address of a server such as "https://origin.example.com".`,
  )
}

function readLedger(ledger: unknown, root: string, problem: Problem): string | Store {
  if (typeof ledger === 'string' && ledger !== '') {
    const place = readStorePlace(ledger, 'option')
    if (place.kind !== 'wrong') return absolutePlace(ledger, root)
    problem(`\`ledger\` is ${show(maskPlace(ledger))}, but ${place.problem}`)
    return ''
  }
  const found = storeOf(ledger)
  if (found.kind === 'store') return found.store
  // An object is not shown: a driver holds the credentials that it was made with.
  const shown = typeof ledger === 'object' && ledger !== null ? 'an object' : show(ledger)
  problem(`\`ledger\` is ${shown}, but ${found.problem}`)
  return ''
}

function readLock(lock: boolean, ledger: unknown, problem: Problem): boolean {
  if (!lock || typeof ledger !== 'string') return lock
  const { kind } = readStorePlace(ledger, 'option')
  if (kind === 'folder' || kind === 's3') problem(NO_LEASES)
  return lock
}

function readMarker(marker: unknown, problem: Problem): string | false {
  if (marker === undefined || marker === true) return DEFAULT_MARKER_PATH
  if (marker === false) return false
  if (typeof marker === 'string') return readPath('marker', marker, problem) ?? false
  problem(
    `\`marker\` is ${show(marker)}, but it must be true, false or a path such as "build.json".`,
  )
  return false
}

function readPath(name: string, value: string | undefined, problem: Problem): string | undefined {
  if (value === undefined) return undefined
  const below = value.replace(/^(?:\.?\/)+/, '')
  if (below && !below.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    return below
  }
  return problem(`\`${name}\` is ${show(value)}, but it must be a path below the output folder.`)
}

function readFingerprinted(value: unknown, problem: Problem): ResolvedOptions['fingerprinted'] {
  if (value === undefined) return undefined
  if (typeof value === 'function') return (asset) => value(asset) === true
  const list: unknown[] = Array.isArray(value) ? value : [value]
  if (list.every((glob) => typeof glob === 'string')) return list.map(String)
  return problem('`fingerprinted` must be a glob, a list of globs, or a function of a path.')
}

function readVerify(value: unknown, problem: Problem): ResolvedOptions['verify'] {
  const all = { documents: Infinity, others: 200, kept: 20 }
  if (value === undefined || value === true) return all
  if (value === false) return { documents: 0, others: 0, kept: 0 }
  if (!isFields(value)) {
    problem(
      `\`verify\` is ${show(value)}, but it must be true, false or \`{ documents?, others?, kept? }\`.`,
    )
    return all
  }
  createReader(value, problem).unknown('verify.', value, ['documents', 'others', 'kept'])
  const read = (name: keyof typeof all): number => {
    const count = value[name]
    if (count === undefined) return all[name]
    if (count === 'all') return Infinity
    if (typeof count === 'number' && Number.isInteger(count) && count >= 0) return count
    problem(`\`verify.${name}\` is ${show(count)}, but it must be a count or "all".`)
    return all[name]
  }
  return { documents: read('documents'), others: read('others'), kept: read('kept') }
}

function show(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  // An address may hold a password.
  return (JSON.stringify(value) ?? String(value)).replaceAll(/\/\/[^/@\s"]*@/g, '//…@')
}
