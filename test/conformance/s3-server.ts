import { fork } from 'node:child_process'
import {
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { signatureProblem } from './s3-signature.ts'

/** What a request meets instead of the server. */
export type S3Fault =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  /** The connection ends before an answer. */
  | { readonly kind: 'cut' }
  /** The server does its work, and the connection ends before the answer. */
  | { readonly kind: 'cut-after' }
  /** Half of the true answer, with the length of the whole one. */
  | { readonly kind: 'half' }
  | { readonly kind: 'silence' }

export interface S3Server {
  /** Address of the server, without a bucket. */
  readonly url: string
  /** Every request that came, `GET /bucket?list-type=2`, in order. */
  readonly requests: readonly string[]
  /** The next requests meet these, one each. */
  setFaults(faults: readonly S3Fault[]): void
  /** Puts small objects below a folder of a bucket, as s3rver keeps them, in no time. */
  seed(bucket: string, folder: string, names: readonly string[]): Promise<void>
  stop(): Promise<void>
}

/** The only account that s3rver knows. */
const KEYS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' } as const

/** What a user of this server has in the environment. */
export const S3_ENV = {
  AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
} as const

const PROCESS = fileURLToPath(new URL('s3rver-process.ts', import.meta.url))

/**
 * Starts an S3 server that others wrote (s3rver), behind a gate that it lacks: the gate checks signatures, and lets one request
 * through at a time, as s3rver writes its files in place and S3 shows whole objects only.
 */
export async function startS3(buckets: readonly string[]): Promise<S3Server> {
  const directory = await mkdtemp(path.join(tmpdir(), 's3-'))
  const inner = fork(PROCESS, [directory, ...buckets], {
    // Its continuation tokens are made with DES, which OpenSSL calls legacy.
    execArgv: ['--openssl-legacy-provider', '--no-deprecation', '--import', 'tsx'],
  })
  const exited = once(inner, 'exit')
  const [port] = (await once(inner, 'message')) as [number]
  const requests: string[] = []
  const faults: S3Fault[] = []
  let turn: Promise<unknown> = Promise.resolve()

  const gate = createServer((incoming, response) => {
    requests.push(`${incoming.method} ${incoming.url}`)
    const fault = faults.shift()
    turn = turn.then(() => answer(incoming, response, port, fault)).catch(() => response.destroy())
  })
  gate.listen(0, '127.0.0.1')
  await once(gate, 'listening')
  return {
    url: `http://127.0.0.1:${(gate.address() as AddressInfo).port}`,
    requests,
    setFaults: (next) => faults.splice(0, faults.length, ...next),
    async seed(bucket, folder, names) {
      const dir = path.join(directory, bucket, folder)
      await mkdir(dir, { recursive: true })
      for (const name of names) await writeFile(path.join(dir, `${name}._S3rver_object`), 'x')
    },
    async stop() {
      await close(gate)
      inner.disconnect()
      await exited
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function answer(
  incoming: IncomingMessage,
  response: ServerResponse,
  port: number,
  fault: S3Fault | undefined,
): Promise<void> {
  const body = await readAll(incoming)
  const problem = signatureProblem(incoming, body, KEYS)
  if (problem !== undefined) {
    const message = `<Error><Code>SignatureDoesNotMatch</Code><Message>${problem}</Message></Error>`
    response.writeHead(403).end(message)
    return
  }
  switch (fault?.kind) {
    case 'answer':
      response.writeHead(fault.status).end(fault.body)
      return
    case 'cut':
      response.destroy()
      return
    case 'silence':
      return
    default:
  }
  const { method, url, headers } = incoming
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers }).end(body)
  const [got] = (await once(onward, 'response')) as [IncomingMessage]
  const bytes = await readAll(got)
  if (fault?.kind === 'cut-after') {
    response.destroy()
    return
  }
  response.writeHead(got.statusCode ?? 0, got.headers)
  if (fault?.kind === 'half') {
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy())
    return
  }
  response.end(bytes)
  // A client that died meanwhile has closed already, and no such event comes again.
  if (!response.destroyed) await once(response, 'close')
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function close(server: Server): Promise<void> {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}
