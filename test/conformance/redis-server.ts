import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'

/** A real Redis on a free port of this machine, its data in a folder that goes with it. */
export interface RedisServer {
  readonly port: number
  /** Runs one command through `redis-cli`. */
  command(...words: string[]): string
  kill(): Promise<void>
  /** Kills it and starts it again on the same port over the same data. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Says why there is no Redis here, or nothing where there is one. */
export function missingRedis(): string | undefined {
  const { error } = spawnSync('redis-server', ['--version'])
  return error && '`redis-server` is not installed (`apt-get install redis-server`)'
}

export async function startRedis(...settings: string[]): Promise<RedisServer> {
  const dir = await mkdtemp(path.join(tmpdir(), 'redis-'))
  const port = await freePort()
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir]
  const start = async () =>
    startProcess([...place, '--appendonly', 'yes', '--save', '', ...settings])
  let server = await start()

  async function kill(): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return
    const exited = once(server, 'exit')
    server.kill('SIGKILL')
    await exited
  }

  return {
    port,
    kill,
    command: (...words) =>
      spawnSync('redis-cli', ['-p', String(port), ...words], { encoding: 'utf8' }).stdout.trim(),
    async restart() {
      await kill()
      server = await start()
    },
    async stop() {
      await kill()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function startProcess(settings: readonly string[]): Promise<ChildProcess> {
  const server = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise<void>((ready, failed) => {
    const lines = createInterface(server.stdout)
    lines.on('line', (line) => {
      if (line.includes('Ready to accept connections')) ready()
    })
    lines.on('close', () => failed(new Error('redis-server ended before it was ready')))
  })
  return server
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
