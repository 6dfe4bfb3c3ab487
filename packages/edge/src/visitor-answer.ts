import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { hasAge, type CacheStatus } from './cache-status.ts'
import { isNotModified } from './conditional.ts'
import { withoutHeaders, type HeaderLines } from './header-lines.ts'

/** What is told to a visitor before the body. */
interface AnswerHead {
  readonly status: number
  readonly headers: HeaderLines
  readonly cacheStatus: CacheStatus
  readonly ageSeconds: number
}

/** Where an answer goes, piece by piece; a visitor who left takes everything and keeps nothing. */
export interface VisitorAnswer {
  head(head: AnswerHead): void
  write(chunk: Buffer): Promise<void>
  end(): void
}

/** Answers nobody: for an answer that is fetched only to be stored. */
export const nobody: VisitorAnswer = {
  head() {},
  async write() {},
  end() {},
}

/** Answers a visitor over its connection. */
export function answerVisitor(
  response: ServerResponse,
  request: { readonly method: string; readonly headers: HeaderLines; readonly ray: string },
): VisitorAnswer {
  let bodyless = request.method === 'HEAD'

  return {
    head({ status, headers, cacheStatus, ageSeconds }) {
      const unchanged =
        status === 200 && isCached(cacheStatus) && isNotModified(request.headers, headers)
      bodyless ||= unchanged
      const dropped = ['cache-tag', 'age', ...(unchanged ? ['content-length'] : [])]
      const age: HeaderLines = hasAge(cacheStatus) ? [['Age', String(ageSeconds)]] : []
      const lines: HeaderLines = [
        ...withoutHeaders(headers, dropped),
        ...age,
        ['CF-Cache-Status', cacheStatus],
        ['CF-Ray', request.ray],
      ]
      for (const [name, values] of grouped(lines)) response.setHeader(name, values)
      response.writeHead(unchanged ? 304 : status)
    },
    async write(chunk) {
      if (bodyless || response.destroyed || chunk.length === 0) return
      if (response.write(chunk)) return
      // A visitor who leaves never drains.
      const gone = new AbortController()
      const leave = (): void => gone.abort()
      response.once('close', leave)
      await once(response, 'drain', { signal: gone.signal }).catch(() => {})
      response.off('close', leave)
    },
    end: () => void response.end(),
  }
}

function isCached(status: CacheStatus): boolean {
  return status !== 'DYNAMIC' && status !== 'BYPASS'
}

/** Node wants the lines of one name together. */
function grouped(lines: HeaderLines): Iterable<[name: string, values: string[]]> {
  const byName = new Map<string, [name: string, values: string[]]>()
  for (const [name, value] of lines) {
    const known = byName.get(name.toLowerCase())
    if (known === undefined) byName.set(name.toLowerCase(), [name, [value]])
    else known[1].push(value)
  }
  return byName.values()
}
