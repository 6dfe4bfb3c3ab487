import { createCloudflare, createCloudflarePurger, resolveTarget } from '@cdn-purge/cloudflare'
import { PurgeError, type PurgeBatch } from '@cdn-purge/core'
import { startEdge, type Fault, type FaultKind } from '@cdn-purge/edge'
import { onTestFinished } from 'vitest'
import {
  testPurger,
  understandBatch,
  type PurgeFault,
  type RunningPurger,
  type UnderstoodRequest,
} from './purger.ts'
import { accept, cut, json, refuse, startRecordingApi, type Reply } from './recording-api.ts'

testPurger('a fake', startFake)
testPurger('Production of a zone at a recording API', async () => startRecorded(undefined))
testPurger('an environment at a recording API', async () =>
  startRecorded('c2f4f1a5e0b94c3d8a7b6c5d'),
)
testPurger('Production of a zone at the edge', async () => startAtEdge(undefined))
testPurger('an environment at the edge', async () => startAtEdge('Staging'))

const REPLIES: Readonly<Record<PurgeFault, Reply>> = {
  refused: refuse(403, [10_000]),
  'urls-refused': refuse(400, [1136]),
  'rate-limited': refuse(429, [1134]),
  unreachable: cut,
  unreadable: (response) => void response.end('<!DOCTYPE html>'),
  'no-receipt': json(200, { success: true }),
}

const EDGE_FAULTS: Readonly<Record<PurgeFault, FaultKind>> = {
  refused: { kind: 'fail', status: 403, code: 10_000 },
  'urls-refused': { kind: 'fail', status: 400, code: 1136 },
  'rate-limited': { kind: 'fail', status: 429, code: 1134 },
  unreachable: { kind: 'cut' },
  unreadable: { kind: 'html' },
  'no-receipt': { kind: 'null-result' },
}

const FAKE_CODES = {
  refused: 'api-refused',
  'urls-refused': 'url-refused',
  'rate-limited': 'rate-limited',
  unreachable: 'api-unreachable',
  unreadable: 'api-unreadable',
  'no-receipt': 'api-refused',
} as const

async function startFake(): Promise<RunningPurger> {
  const understood: UnderstoodRequest[] = []
  let fault: PurgeFault | undefined
  return {
    understood: () => understood,
    setFault: (next) => void (fault = next),
    purger: {
      limits: { maxUrls: 100, maxKeys: 100, acceptsUrls: true },
      async send(action, batch, signal) {
        if (signal?.aborted === true) throw new PurgeError('interrupted', 'Interrupted.')
        if (fault !== undefined) {
          throw new PurgeError(FAKE_CODES[fault], `Told to fail: ${fault}.`, {
            details: { targets: batch.targets },
          })
        }
        understood.push(understandBatch(action, batch))
        return { id: String(understood.length) }
      },
    },
  }
}

async function startRecorded(environment: string | undefined): Promise<RunningPurger> {
  let fault: PurgeFault | undefined
  const understood: UnderstoodRequest[] = []
  const api = await startRecordingApi((response, received) => {
    if (fault === undefined) understood.push(understandCall(received))
    const reply = fault === undefined ? accept : REPLIES[fault]
    reply(response, received)
  })
  return {
    purger: await createPurger(api.url, '023e105f4ecef8ad9ca31a8372d0c353', environment),
    understood: () => understood,
    setFault: (next) => void (fault = next),
  }
}

async function startAtEdge(environment: string | undefined): Promise<RunningPurger> {
  const edge = await startEdge({
    sites: [{ host: 'www.example.com', origin: 'http://127.0.0.1:9' }],
    zones: [{ name: 'example.com', plan: 'enterprise' }],
    environments: [{ name: 'Staging', select: { by: 'address' } }],
  })
  onTestFinished(() => edge.close())
  return {
    purger: await createPurger(edge.apiUrl, 'example.com', environment),
    understood: () =>
      edge
        .requests()
        .filter(({ method, status }) => method === 'POST' && status === 200)
        .map(understandCall),
    setFault(fault) {
      const faults: Fault[] = fault === undefined ? [] : [{ on: 'api', ...EDGE_FAULTS[fault] }]
      edge.setFaults(faults)
    },
  }
}

async function createPurger(
  baseURL: string,
  zone: string,
  environment: string | undefined,
): Promise<RunningPurger['purger']> {
  const credentials = { kind: 'token', token: 'a-token' } as const
  const client = createCloudflare({ credentials, baseURL, maxRetries: 0 })
  onTestFinished(() => client.close())
  const target = await resolveTarget(client, { zone, environment })
  return createCloudflarePurger({ client, target })
}

function understandCall(call: {
  readonly path: string | undefined
  readonly body: unknown
}): UnderstoodRequest {
  const action = call.path?.endsWith('/invalidate_cache') === true ? 'invalidate' : 'purge'
  const [field = '', value] = Object.entries(call.body as Record<string, unknown>)[0] ?? []
  const batch =
    field === 'purge_everything' ? { by: 'everything', targets: [] } : { by: field, targets: value }
  return understandBatch(action, batch as PurgeBatch)
}
