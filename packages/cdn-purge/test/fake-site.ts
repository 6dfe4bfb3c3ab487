import { createManifest, digestBytes, type Manifest } from '@cdn-purge/core'
import type { AnsweredSite, SiteAnswer } from '../src/site/site-answer.ts'
import type { SiteClient } from '../src/site/site-client.ts'

export const SITE_URL = 'https://www.example.com'

/** What a test says of an answer; the rest is that of an ordinary one. */
export interface Said extends Partial<Omit<AnsweredSite, 'kind' | 'digest' | 'text'>> {
  readonly body?: string
}

/** Gives an answer of the site: 200, with this body. */
export function answer(said: Said | string = {}): SiteAnswer {
  const { body = '', ...rest } = typeof said === 'string' ? { body: said } : said
  return {
    kind: 'answered',
    status: 200,
    digest: digestBytes(Buffer.from(body)),
    text: () => body,
    contentType: 'text/html; charset=utf-8',
    cacheStatus: undefined,
    age: undefined,
    colo: undefined,
    header: () => undefined,
    mitigated: undefined,
    location: undefined,
    ...rest,
  }
}

export type Answering = (path: string) => SiteAnswer | undefined

/** A site that answers by path; what it knows nothing of is not found. */
export interface FakeSite {
  readonly client: SiteClient
  /** What was asked, in order: `edge /a`, `origin /a`, `anew /a`. */
  readonly asked: string[]
}

/** Makes a site from what the edge answers, and what is answered past it. */
export function fakeSite(origin: Answering, edge: Answering = origin, anew = origin): FakeSite {
  const asked: string[] = []
  const asking = (way: string, answering: Answering) => (url: string) => {
    const { pathname } = new URL(url)
    asked.push(`${way} ${pathname}`)
    return Promise.resolve(answering(pathname) ?? answer({ status: 404, body: 'not found' }))
  }
  return {
    asked,
    client: {
      ask: asking('edge', edge),
      askOrigin: asking('origin', origin),
      askAnew: asking('anew', anew),
      originWay: 'a unique query string',
      close: () => Promise.resolve(),
    },
  }
}

/** Gives the manifest of these files, by path; names in `assets/` are fingerprinted. */
export function manifestOf(files: Readonly<Record<string, string>>): Manifest {
  return createManifest(
    Object.entries(files).map(([path, text]) => ({
      path,
      size: text.length,
      digest: digestBytes(Buffer.from(text)),
      fingerprinted: path.startsWith('assets/'),
    })),
  )
}

/** Serves these files as a static host does, pages under their folders too. */
export function serving(files: Readonly<Record<string, string>>): Answering {
  return (path) => {
    const name = path.endsWith('/') ? `${path}index.html` : path
    const body = files[name.slice(1)]
    const contentType = name.endsWith('.html') ? 'text/html' : 'text/plain'
    return body === undefined ? undefined : answer({ body, contentType })
  }
}
