import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { answerCall, type Call, type EndpointSide } from './api-router.ts'
import { refusal, success, unroutable, type ApiAnswer } from './api-answer.ts'
import type { BreakingFault, Faults } from './faults.ts'
import { fromRawHeaders } from './header-lines.ts'

/** One call of the API. Never holds credentials. */
export interface LoggedRequest {
  readonly method: string
  /** Below the base URL, with its query: `/zones?name=example.com`. */
  readonly path: string
  /** Parsed JSON; the text where it is none; nothing without a body. */
  readonly body: unknown
  /** 0 when the connection was cut. */
  readonly status: number
  readonly at: number
}

/** A call of the API that is not answered yet. */
export interface OpenRequest {
  /** As in `LoggedRequest`. */
  readonly path: string
  /** When it came, in milliseconds since the epoch. */
  readonly at: number
}

/** What the API's side of the edge works with. */
export interface ApiSide extends EndpointSide {
  /** Calls that are not answered yet. */
  readonly open: Set<OpenRequest>
  readonly faults: Faults
  readonly log: (request: LoggedRequest) => void
}

/** The path that every endpoint is below. */
export const API_BASE = '/client/v4'

/** Creates the listener of the API. */
export function apiListener(side: ApiSide): RequestListener {
  return (request, response) => {
    const came: OpenRequest = { path: targetOf(request), at: side.clock() }
    side.open.add(came)
    handle(side, request, response)
      .catch(() => response.destroy())
      .finally(() => side.open.delete(came))
  }
}

function targetOf({ url = '/' }: IncomingMessage): string {
  return url.replace(API_BASE, '')
}

async function handle(
  side: ApiSide,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET'
  const target = targetOf(request)
  const text = await readBody(request)
  const json = parseJson(text)
  const fault = await side.faults.next('api', target)
  const at = side.clock()
  const log = (status: number): void =>
    side.log({
      method,
      path: target,
      body: json === undefined && text !== '' ? text : json,
      status,
      at,
    })
  if (fault?.kind === 'cut') {
    log(0)
    response.destroy()
    return
  }

  const url = new URL(target, 'http://edge')
  const path = url.pathname.replace(/\/$/, '')
  const headers = fromRawHeaders(request.rawHeaders)
  const pretend = fault?.kind === 'ignore'
  const call: Call = { method, url, path, headers, json, pretend }
  const isBelowBase = request.url?.startsWith(`${API_BASE}/`) ?? false
  const answer = replacedAnswer(fault) ?? (isBelowBase ? answerCall(call, side) : unroutable(path))
  if (fault?.kind === 'cut-after') {
    log(0)
    response.destroy()
    return
  }
  log(answer.status)
  send(response, answer, fault)
}

function replacedAnswer(fault: BreakingFault | undefined): ApiAnswer | undefined {
  switch (fault?.kind) {
    case 'fail': {
      const {
        status,
        code = 1000,
        message = 'The edge was told to fail.',
        retryAfterSeconds,
      } = fault
      const answer = refusal(status, { code, message })
      return retryAfterSeconds === undefined
        ? answer
        : { ...answer, headers: { 'Retry-After': String(retryAfterSeconds) } }
    }
    case 'success-false':
      return refusal(200, { code: 1000, message: 'The edge was told to refuse.' })
    case 'null-result':
      return success(null)
    case 'html':
      return success('html')
    default:
      return undefined
  }
}

function send(response: ServerResponse, answer: ApiAnswer, fault: BreakingFault | undefined): void {
  if (fault?.kind === 'html') {
    response.writeHead(200, { 'content-type': 'text/html; charset=UTF-8' })
    response.end('<!DOCTYPE html><title>Checking your browser</title>')
    return
  }
  const text = JSON.stringify(answer.body)
  response.writeHead(answer.status, { ...answer.headers, 'content-type': 'application/json' })
  response.end(fault?.kind === 'truncate' ? text.slice(0, text.length / 2) : text)
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The API answers a body it cannot read like one without fields.
    return undefined
  }
}
