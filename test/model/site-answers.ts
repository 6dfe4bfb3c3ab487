import { digestBytes } from '@cdn-purge/core'
import type { SiteAnswer } from '../../packages/cdn-purge/src/site/site-answer.ts'
import type { SiteClient } from '../../packages/cdn-purge/src/site/site-client.ts'
import type { Job } from './deployer.ts'
import type { Answer } from './host.ts'
import type { Place } from './place.ts'

/** Gives a client that asks the modelled site, as the process of a job reaches it. */
export function createModelledClient(job: Job, hasOrigin: boolean): SiteClient {
  const { call } = job.process
  const { place } = job.truth
  const fault = (): SiteAnswer => siteFault(job.faults)
  return {
    originWay: 'the model',
    ask: (url) => call(`ask ${url}`, () => throughEdge(place, url), fault),
    askAnew: (url) => call(`ask anew ${url}`, () => pastCache(place, url), fault),
    askOrigin: (url) =>
      call(
        `ask the origin ${url}`,
        () => (hasOrigin ? answered(place.origin(url)) : pastCache(place, url)),
        fault,
      ),
    close: () => Promise.resolve(),
  }
}

function throughEdge(place: Place, url: string): SiteAnswer {
  const { answer, cacheStatus } = place.visit(url)
  return answered(answer, cacheStatus)
}

function pastCache(place: Place, url: string): SiteAnswer {
  return place.quirks.ignoresQuery ? throughEdge(place, url) : answered(place.origin(url), 'MISS')
}

/** What the site answers when something is wrong with it, one after the other. */
function siteFault(count: number): SiteAnswer {
  const page = { type: 'text/html', body: 'x' }
  const faults: SiteAnswer[] = [
    { kind: 'unreachable', why: 'the line broke' },
    ...[503, 403, 429].map((status) => answered({ ...page, status })),
  ]
  return faults[count % faults.length] ?? { kind: 'unreachable', why: 'the line broke' }
}

function answered({ status, type, body }: Answer, cacheStatus?: string): SiteAnswer {
  return {
    kind: 'answered',
    status,
    digest: digestBytes(Buffer.from(body)),
    text: () => body,
    contentType: type,
    cacheStatus,
    age: undefined,
    colo: undefined,
    header: () => undefined,
    mitigated: undefined,
    location: undefined,
  }
}
