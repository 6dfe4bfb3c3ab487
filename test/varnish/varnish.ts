import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { request } from 'undici'

const VCL = fileURLToPath(new URL('varnish.vcl', import.meta.url))

/** What a ban takes from one environment; everything where it names nothing. */
export interface Ban {
  readonly host?: string
  /** What the path begins with. */
  readonly path?: string
  readonly tag?: string
}

/** A running Varnish, as an edge of two environments. */
export interface Varnish {
  /** Where visitors of an environment come in: `127.0.0.1:6081`. */
  address(environment: VarnishEnvironment): string
  /** Evicts one URL. */
  purge(environment: VarnishEnvironment, url: string): Promise<void>
  ban(environment: VarnishEnvironment, ban: Ban): Promise<void>
  stop(): Promise<void>
}

export type VarnishEnvironment = (typeof VARNISH_ENVIRONMENTS)[number]

export const VARNISH_ENVIRONMENTS = ['Production', 'Staging'] as const

/** Says why there is no Varnish here, or nothing where there is one. */
export function missingVarnish(): string | undefined {
  const { error } = spawnSync('varnishd', ['-V'])
  return error && '`varnishd` is not installed (`apt-get install varnish`)'
}

const PURGE_KEY = 'only-the-adapter'

/** Starts Varnish on free ports of this machine, before an origin server. */
export async function startVarnish(origin: string): Promise<Varnish> {
  const dir = await mkdtemp(join(tmpdir(), 'varnish-'))
  const vcl = (await readFile(VCL, 'utf8'))
    .replace('@ORIGIN_PORT@', new URL(origin).port)
    .replace('@PURGE_KEY@', PURGE_KEY)
  await writeFile(join(dir, 'edge.vcl'), vcl)
  const server = spawn(
    'varnishd',
    [
      '-F -j none -s malloc,32m -l 8m -p http_gzip_support=off -p auto_restart=off'.split(' '),
      ['-n', dir, '-f', join(dir, 'edge.vcl')],
      VARNISH_ENVIRONMENTS.flatMap((name) => ['-a', `${name}=127.0.0.1:0`]),
    ].flat(),
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const exited = once(server, 'exit')
  await untilStarted(server)
  const addresses = await readAddresses(dir)

  async function ask(
    environment: VarnishEnvironment,
    method: 'PURGE' | 'BAN',
    path: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<void> {
    const answer = await request(`http://${addressOf(environment)}${path}`, {
      method: method as 'GET',
      headers: { 'x-purge-key': PURGE_KEY, ...headers },
    })
    const text = await answer.body.text()
    if (answer.statusCode !== 200) throw new Error(`${method} ${path}: ${text}`)
  }

  function addressOf(environment: VarnishEnvironment): string {
    const address = addresses.get(environment)
    if (address === undefined) throw new Error(`Varnish does not listen for ${environment}.`)
    return address
  }

  return {
    address: addressOf,
    purge(environment, url) {
      const { host, pathname, search } = new URL(url)
      return ask(environment, 'PURGE', pathname + search, { host })
    },
    ban: (environment, { host, path, tag }) =>
      ask(environment, 'BAN', '/', {
        ...(host !== undefined && { 'x-ban-host': host }),
        ...(path !== undefined && { 'x-ban-path': escapeRegExp(path) }),
        ...(tag !== undefined && { 'x-ban-tag': escapeRegExp(tag) }),
      }),
    async stop() {
      server.kill('SIGTERM')
      await exited
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function untilStarted(server: ReturnType<typeof spawn>): Promise<void> {
  const said: string[] = []
  await new Promise<void>((started, failed) => {
    for (const stream of [server.stdout, server.stderr]) {
      if (!stream) continue
      createInterface(stream).on('line', (line) => {
        said.push(line)
        if (line.includes('Child starts')) started()
      })
    }
    server.once('error', failed)
    server.once('close', () => failed(new Error(`varnishd ended:\n${said.join('\n')}`)))
  })
}

/** Reads where Varnish listens: lines of name, address and port. */
async function readAddresses(dir: string): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await promisify(execFile)('varnishadm', ['-n', dir, 'debug.listen_address'])
  return new Map(
    [...stdout.matchAll(/^(\S+) (\S+) (\d+)$/gm)].map(([, name = '', host = '', port = '']) => [
      name,
      `${host}:${port}`,
    ]),
  )
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
