import type { Plan } from '@cdn-purge/core'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { request } from 'undici'
import { resultLine, type Result } from '../../packages/cdn-purge/src/report/result.ts'
import { startCall } from '../journey/stage.ts'
import { startStaticHost } from '../journey/static-host.ts'
import type { OnTestFinished } from '../journey/world.ts'
import type { Judge, JudgedEdge } from './judged-edge.ts'

export const HOST = 'www.site.example'

const TOKEN = 'judge-token-0123456789abcdef'

export type Files = Readonly<Record<string, string>>

export type EnvironmentName = 'Production' | 'Staging'

/** What one call of the command line came to. */
export interface Done {
  readonly code: number | null
  readonly kind: Result['kind']
  /** The last line that a person sees. */
  readonly line: string
  readonly plan: Plan
}

/** What a visitor gets: the number tells which answer of the origin it is. */
interface Seen {
  readonly isHit: boolean
  readonly text: string
  readonly answer: string
}

/** A project, a docroot that is served, and the edge of a judge before it. */
export interface JudgedWorld {
  readonly edge: JudgedEdge
  /** Puts these files in the place of all in the output folder, begins, and makes them live. */
  ship(files: Files): Promise<void>
  /** Calls `cdn-purge run`. */
  run(): Promise<Done>
  /** Gives `HIT 200 <body>`. */
  visit(path: string, environment?: EnvironmentName): Promise<string>
  /** Fills both caches. */
  warm(paths: readonly string[]): Promise<void>
  /** Does the work, and gives which of the copies of these paths in Staging were lost by it. */
  lostBy<T>(paths: readonly string[], work: () => Promise<T>): Promise<{ done: T; lost: string[] }>
}

export interface JudgedWorldOptions {
  /** Put over the options that every world has. */
  readonly config?: Readonly<Record<string, unknown>>
  /** Where the build lies below the docroot: `docs`. */
  readonly below?: string
  /** Whether Staging refuses purges by exact URL. */
  readonly refusesUrls?: boolean
}

/** Sets up a world that is gone when the test is finished. */
export async function createJudgedWorld(
  judge: Judge,
  onTestFinished: OnTestFinished,
  { config, below = '', refusesUrls = false }: JudgedWorldOptions = {},
): Promise<JudgedWorld> {
  const project = await mkdtemp(join(tmpdir(), 'cdn-purge-judges-'))
  onTestFinished(() => rm(project, { recursive: true, force: true }))
  const [dist, docroot] = [join(project, 'dist'), join(project, 'docroot')]
  await mkdir(docroot)
  const origin = await startStaticHost(docroot, onTestFinished)
  const edge = await judge.start({ origin, host: HOST, token: TOKEN, refusesUrls })
  onTestFinished(() => edge.close())
  const options = {
    site: `http://${HOST}`,
    dir: 'dist',
    cloudflare: { zone: 'site.example', environment: 'Staging' },
    access: { address: edge.address('Staging') },
    waitForLive: 10,
    ...config,
  }
  await writeFile(join(project, 'cdn-purge.config.json'), JSON.stringify(options))

  const call = (...argv: readonly string[]) =>
    startCall(argv, project, {
      PATH: process.env['PATH'] ?? '',
      CLOUDFLARE_BASE_URL: edge.apiUrl,
      CLOUDFLARE_API_TOKEN: TOKEN,
    }).ended

  async function see(path: string, environment: EnvironmentName): Promise<Seen> {
    const { statusCode, headers, body } = await request(
      `http://${edge.address(environment)}${path}`,
      { headers: { host: HOST } },
    )
    const status = String(headers['cf-cache-status'])
    return {
      isHit: status === 'HIT',
      text: `${status} ${statusCode} ${await body.text()}`,
      answer: String(headers['x-answer']),
    }
  }

  return {
    edge,
    async ship(files) {
      await rm(dist, { recursive: true, force: true })
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(dist, path)), { recursive: true })
        await writeFile(join(dist, path), text)
      }
      const { code, stderr } = await call('begin')
      if (code !== 0) throw new Error(stderr)
      await rm(docroot, { recursive: true })
      await cp(dist, join(docroot, below), { recursive: true })
    },
    async run() {
      const { code, stdout, stderr } = await call('run', '--json')
      if (stdout === '') throw new Error(stderr)
      const { result, plan }: { result: Result; plan: Plan } = JSON.parse(stdout)
      return { code, kind: result.kind, line: resultLine(result), plan }
    },
    visit: async (path, environment = 'Staging') => (await see(path, environment)).text,
    async warm(paths) {
      for (const path of paths) {
        await see(path, 'Production')
        await see(path, 'Staging')
      }
    },
    async lostBy(paths, work) {
      const before = new Map<string, string>()
      for (const path of paths) {
        const { isHit, answer } = await see(path, 'Staging')
        if (isHit) before.set(path, answer)
      }
      const done = await work()
      const lost: string[] = []
      for (const [path, answer] of before) {
        if ((await see(path, 'Staging')).answer !== answer) lost.push(path)
      }
      return { done, lost: lost.toSorted() }
    },
  }
}

/** Those of the paths that a plan means. */
export function plannedPaths({ requests }: Plan, paths: readonly string[]): string[] {
  return paths
    .filter((path) =>
      requests.some(({ by, targets }) =>
        targets.some((target) => {
          if (typeof target !== 'string') return target.url === `http://${HOST}${path}`
          if (by === 'hosts') return target === HOST
          if (by === 'prefixes') return `${HOST}${path}`.startsWith(target)
          return by === 'files' && target === `http://${HOST}${path}`
        }),
      ),
    )
    .toSorted()
}
