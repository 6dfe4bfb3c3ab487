import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Plan, PurgeOutcome } from '@cdn-purge/core'
import { startEdge, type CacheEntry, type Edge, type EdgeOptions } from '@cdn-purge/edge'
import { request } from 'undici'
import type { TestContext } from 'vitest'
import { apply, type ApplyFlags } from '../../packages/cdn-purge/src/apply.ts'
import { begin } from '../../packages/cdn-purge/src/begin.ts'
import { deploy } from '../../packages/cdn-purge/src/deploy.ts'
import type { Operation, OperationEvent } from '../../packages/cdn-purge/src/operation.ts'
import { preview } from '../../packages/cdn-purge/src/preview.ts'
import { resolveOptions } from '../../packages/cdn-purge/src/options/resolve-options.ts'
import { resultLine, type Result } from '../../packages/cdn-purge/src/report/result.ts'
import { run, type RunFlags } from '../../packages/cdn-purge/src/run.ts'
import { status, type Status } from '../../packages/cdn-purge/src/status.ts'
import { verifySite, type SiteVerified } from '../../packages/cdn-purge/src/verify-site.ts'
import { startStaticHost, type StaticHostOptions } from './static-host.ts'

export const HOST = 'www.site.example'
export const CDN = 'cdn.site.example'

export const TOKEN = 'journey-token-0123456789abcdef'

/** Of the test's own context, as tests run side by side. */
export type OnTestFinished = TestContext['onTestFinished']

export type Files = Readonly<Record<string, string>>

export interface WorldOptions {
  readonly edge?: Partial<EdgeOptions>
  readonly host?: StaticHostOptions
  /** Put over the options that every world has. */
  readonly options?: Readonly<Record<string, unknown>>
  /** A folder that is there already, with its output in `dist`. */
  readonly project?: string
  /** Where the build lies below the docroot: `docs`. */
  readonly docs?: string
}

/** What one operation came to. */
export interface Done {
  readonly result: Result
  /** The last line that a person sees. */
  readonly line: string
  readonly plans: readonly Plan[]
  readonly outcomes: readonly PurgeOutcome['kind'][]
}

export interface RunOptions extends RunFlags {
  readonly dryRun?: boolean
  readonly signal?: AbortSignal
  readonly onEvent?: (event: OperationEvent) => void
  readonly options?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
}

export interface VerifyOptions extends RunOptions {
  readonly against?: 'recorded' | 'output'
}

/** A project, a static host, and an edge with Production and Staging before it. */
export interface World {
  readonly project: string
  readonly edge: Edge
  /** What a process that may purge has in its environment. */
  readonly env: Readonly<Record<string, string>>
  /** Puts these files in the place of all in the output folder. */
  build(files: Files): Promise<void>
  /** Makes the output folder live. */
  upload(): Promise<void>
  /** Options are put over those of the world. */
  begin(options?: Readonly<Record<string, unknown>>): Promise<string>
  run(options?: RunOptions): Promise<Done>
  deploy(command: readonly string[], options?: RunOptions): Promise<Done>
  apply(plan: Plan, flags?: ApplyFlags): Promise<Done>
  preview(): Promise<Plan>
  /** Compares the deployed site with a build. */
  verify(options?: VerifyOptions): Promise<SiteVerified>
  status(): Promise<Status>
  /** Begins, uploads and runs. */
  release(files: Files): Promise<Done>
  /** States of the deploys that the edge may hold content of: `open`, `settled`. */
  deploys(): Promise<string[]>
  /** Asks an environment as a visitor: `HIT 200 <body>`. */
  visit(url: string, environment?: Environment): Promise<string>
  /** Fills the cache of both environments, or of one. */
  warm(urls: readonly string[], environments?: readonly Environment[]): Promise<void>
  /** Bodies that purge requests had, since the last look. */
  purges(): unknown[]
}

export type Environment = 'Production' | 'Staging'

/** Sets up a world that is gone when the test is finished. Whatever is stored at the edge has a moment of its own. */
export async function createWorld(
  onTestFinished: OnTestFinished,
  world: WorldOptions = {},
): Promise<World> {
  const project = world.project ?? (await mkdtemp(join(tmpdir(), 'cdn-purge-world-')))
  onTestFinished(() => rm(project, { recursive: true, force: true }))
  const [dist, docroot] = [join(project, 'dist'), join(project, 'docroot')]
  await mkdir(docroot)
  const origin = await startStaticHost(docroot, onTestFinished, world.host)
  let now = Date.now()
  const edge = await startEdge({
    sites: [
      { host: HOST, origin },
      { host: CDN, origin },
    ],
    zones: [{ name: 'site.example', plan: 'enterprise' }],
    environments: [{ name: 'Staging', select: { by: 'address' } }],
    rules: { cacheEverything: true },
    credentials: { token: TOKEN },
    clock: () => ++now,
    ...world.edge,
  })
  onTestFinished(() => edge.close())

  const credentials = { CLOUDFLARE_BASE_URL: edge.apiUrl, CLOUDFLARE_API_TOKEN: TOKEN }

  function operationOf(
    { options, env, onEvent, ...rest }: RunOptions,
    observe: (event: OperationEvent) => void,
  ): Operation {
    const written = {
      site: `http://${HOST}`,
      dir: 'dist',
      cloudflare: { zone: 'site.example', environment: 'Staging' },
      access: { address: edge.environmentAddress('Staging') },
      waitForLive: 0,
      ...world.options,
      ...options,
    }
    return {
      options: resolveOptions(written, { root: project, source: 'the test' }),
      env: { ...credentials, ...env },
      onEvent(event) {
        observe(event)
        onEvent?.(event)
      },
      ...(rest.signal && { signal: rest.signal }),
      ...(rest.dryRun && { dryRun: true }),
    }
  }

  async function doing(
    options: RunOptions,
    work: (operation: Operation) => Promise<Result>,
  ): Promise<Done> {
    const plans: Plan[] = []
    const outcomes: PurgeOutcome['kind'][] = []
    const operation = operationOf(options, (event) => {
      if (event.kind === 'planned') plans.push(event.plan)
      if (event.kind === 'sent') outcomes.push(event.outcome.kind)
    })
    const result = await work(operation)
    return { result, line: resultLine(result), plans, outcomes }
  }

  async function ask(url: string, environment: Environment): Promise<string> {
    const { pathname, search, host } = new URL(url, `http://${HOST}`)
    const { statusCode, headers, body } = await request(
      `http://${edge.environmentAddress(environment)}${pathname}${search}`,
      { headers: { host } },
    )
    return `${String(headers['cf-cache-status'])} ${statusCode} ${await body.text()}`
  }

  let seen = 0
  const self: World = {
    project,
    edge,
    env: credentials,
    async build(files) {
      await rm(dist, { recursive: true, force: true })
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(dist, path)), { recursive: true })
        await writeFile(join(dist, path), text)
      }
    },
    async upload() {
      await rm(docroot, { recursive: true })
      await cp(dist, join(docroot, world.docs ?? ''), { recursive: true })
    },
    begin: async (options = {}) => (await begin(operationOf({ options }, () => {}))).deploy,
    run: (options = {}) => doing(options, (operation) => run(operation, options)),
    deploy: (command, options = {}) =>
      doing(options, (operation) => deploy(operation, command, options)),
    apply: (plan, flags = {}) => doing({}, (operation) => apply(operation, plan, flags)),
    verify: ({ against, ...options } = {}) =>
      verifySite(
        operationOf(options, () => {}),
        against,
      ),
    status: () => status(operationOf({}, () => {})),
    preview: () => preview(operationOf({}, () => {})),
    async release(files) {
      await self.build(files)
      await self.begin()
      await self.upload()
      return self.run()
    },
    async deploys() {
      const { deploys } = await status(operationOf({}, () => {}))
      return deploys.filter(({ inBaseline }) => inBaseline).map(({ state }) => state)
    },
    visit: (url, environment = 'Staging') => ask(url, environment),
    async warm(urls, environments = ['Production', 'Staging']) {
      for (const environment of environments) {
        for (const url of urls) await ask(url, environment)
      }
    },
    purges() {
      const purges = edge.requests().filter(({ path }) => path.includes('purge_cache'))
      const fresh = purges.slice(seen)
      seen = purges.length
      return fresh.map(({ body }) => body)
    },
  }
  return self
}

/** Copies that were stored before and are not the same copies now: `Staging http://…/a.js`. */
export function lostCopies(before: readonly CacheEntry[], after: readonly CacheEntry[]): string[] {
  const kept = new Set(after.map(nameOf))
  return before.filter((entry) => !kept.has(nameOf(entry))).map(placeOf)
}

/** The copies that a plan for Staging means. */
export function plannedCopies(plan: Plan, stored: readonly CacheEntry[]): string[] {
  const { requests } = plan
  return stored
    .filter(({ environment, url, host }) => {
      const place = url.replace(/^https?:\/\//, '').replace(/\?.*$/, '')
      return (
        environment === 'Staging' &&
        requests.some(({ by, targets }) =>
          by === 'files'
            ? targets.some((target) => target === url)
            : by === 'hosts'
              ? targets.includes(host)
              : by === 'prefixes' && targets.some((prefix) => place.startsWith(prefix)),
        )
      )
    })
    .map(placeOf)
}

function placeOf({ environment, url }: CacheEntry): string {
  return `${environment} ${url}`
}

function nameOf(entry: CacheEntry): string {
  return `${placeOf(entry)} ${entry.storedAt} ${Buffer.from(entry.body).toString('base64')}`
}
