import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEdge, type Edge, type EdgeOptions } from '@cdn-purge/edge'
import { request } from 'undici'
import type { OnTestFinished } from './world.ts'

/** Of the site, as visitors know it. */
export const HOST = 'www.site.example'

const BIN = fileURLToPath(new URL('../../packages/cdn-purge/bin/cdn-purge.mjs', import.meta.url))

/** Looks like a token, and is planted in every environment: no output, file or error may hold it. */
export const TOKEN = 'planted-token-0123456789abcdef'

export interface Said {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A call of the command line that has not ended yet. */
export interface RunningCall {
  readonly ended: Promise<Said>
  /** Gives what was said so far, once it holds `text`. */
  readonly saying: (text: string) => Promise<void>
  readonly interrupt: () => void
  /** As `| head` does. */
  readonly closeStdout: () => void
}

/** A project, a docroot that is served, and an edge before it. */
export interface Stage {
  readonly project: string
  /** What reaches the Staging environment of the stage. */
  readonly options: PluginOptions
  readonly edge: Edge
  /** What the command line gets. */
  readonly env: Readonly<Record<string, string>>
  /** Puts these files in the place of all in the output folder. */
  readonly build: (files: Readonly<Record<string, string>>) => Promise<void>
  /** Makes the output folder live. */
  readonly upload: () => Promise<void>
  /** Calls the command line as a process of its own. */
  readonly call: (...argv: readonly string[]) => Promise<Said>
  readonly start: (argv: readonly string[], env?: Readonly<Record<string, string>>) => RunningCall
  /** Asks the edge as a visitor: `HIT <body>`. */
  readonly visit: (path: string) => Promise<string>
}

/** The options that a plugin or a configuration file needs at least. */
export interface PluginOptions {
  readonly site: string
  readonly cloudflare: { readonly zone: string; readonly environment: string }
  readonly access: { readonly address: string }
}

export interface StageOptions {
  readonly edge?: Partial<EdgeOptions>
  /** Put over the stage's own; false writes no configuration file. */
  readonly config?: Readonly<Record<string, unknown>> | false
}

/** Sets up a stage that is gone when the test is finished. */
export async function setStage(
  onTestFinished: OnTestFinished,
  { edge: edgeOptions, config }: StageOptions = {},
): Promise<Stage> {
  const project = await mkdtemp(join(tmpdir(), 'cdn-purge-journey-'))
  onTestFinished(() => rm(project, { recursive: true, force: true }))
  const [dist, docroot] = [join(project, 'dist'), join(project, 'docroot')]
  await mkdir(dist)
  await mkdir(docroot)
  const edge = await startEdge({
    sites: [{ host: HOST, origin: await serve(docroot, onTestFinished) }],
    zones: [{ name: 'site.example', plan: 'enterprise' }],
    environments: [{ name: 'Staging', select: { by: 'address' } }],
    rules: { cacheEverything: true },
    credentials: { token: TOKEN },
    ...edgeOptions,
  })
  onTestFinished(() => edge.close())
  const address = edge.environmentAddress('Staging')
  const options = {
    site: `http://${HOST}`,
    cloudflare: { zone: 'site.example', environment: 'Staging' },
    access: { address },
  }
  if (config !== false) {
    const text = JSON.stringify({ ...options, dir: 'dist', ...config })
    await writeFile(join(project, 'cdn-purge.config.json'), text)
  }

  const env = {
    PATH: process.env['PATH'] ?? '',
    CLOUDFLARE_BASE_URL: edge.apiUrl,
    CLOUDFLARE_API_TOKEN: TOKEN,
  }
  const start: Stage['start'] = (argv, more = {}) => startCall(argv, project, { ...env, ...more })

  return {
    project,
    options,
    edge,
    env,
    start,
    call: (...argv) => start(argv).ended,
    async build(files) {
      await rm(dist, { recursive: true })
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(dist, path)), { recursive: true })
        await writeFile(join(dist, path), text)
      }
    },
    async upload() {
      await rm(docroot, { recursive: true })
      await cp(dist, docroot, { recursive: true })
    },
    async visit(path) {
      const { headers, body } = await request(`http://${address}${path}`, {
        headers: { host: HOST },
      })
      return `${String(headers['cf-cache-status'])} ${await body.text()}`
    },
  }
}

/** Calls the command line in a folder, with this environment and nothing else in it. */
export function startCall(
  argv: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): RunningCall {
  const child = spawn(process.execPath, [BIN, ...argv], { cwd, env })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
  }
  const ended = new Promise<Said>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...said }))
  })
  return {
    ended,
    interrupt: () => void child.kill('SIGINT'),
    closeStdout: () => void child.stdout.destroy(),
    saying: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if ((said.stdout + said.stderr).includes(text)) resolve()
        }
        child.stdout.on('data', look)
        child.stderr.on('data', look)
        child.once('close', () => reject(new Error(`It ended without saying "${text}".`)))
        look()
      }),
  }
}

/** Serves a folder as static hosts do, 404 included. */
async function serve(root: string, onTestFinished: OnTestFinished): Promise<string> {
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://origin')
    const path = decodeURIComponent(pathname.endsWith('/') ? `${pathname}index.html` : pathname)
    readFile(join(root, path)).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end('not found'),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
