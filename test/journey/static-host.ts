import { createServer } from 'node:http'
import { readFile, stat } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import type { TestContext } from 'vitest'
import { readHostRules } from './host-rules.ts'

const TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript'],
  ['.css', 'text/css'],
  ['.svg', 'image/svg+xml'],
  ['.json', 'application/json'],
])

export interface StaticHostOptions {
  /** Answers for unknown paths with status 200, as in single-page apps. */
  readonly fallback?: string
  /** The folder that one `Host` is served from, where it is not the root. */
  readonly folders?: Readonly<Record<string, string>>
  /** Answers by the `_headers` and `_redirects` that lie in the root; Netlify redirects only where no file lies. */
  readonly rules?: 'cloudflare' | 'netlify'
}

/**
 * Serves a folder as static hosts do (clean URLs, index pages, 404), and gives the address. Each answer has a number, `x-answer`,
 * by which cached copies of it are known again.
 */
export async function startStaticHost(
  root: string,
  onTestFinished: TestContext['onTestFinished'],
  { fallback, folders = {}, rules }: StaticHostOptions = {},
): Promise<string> {
  let answers = 0
  const server = createServer(async ({ url = '/', headers }, response) => {
    response.setHeader('x-answer', ++answers)
    let path = decodeURIComponent(new URL(url, 'http://origin').pathname)
    const below = join(root, folders[headers.host ?? ''] ?? '')
    response.setHeader('cache-control', 'public, max-age=3600')
    if (rules) {
      const { headersOf, redirectOf } = await readHostRules(root)
      for (const [name, value] of headersOf(path)) response.setHeader(name, value)
      const isShadowed = rules === 'netlify' && (await readFirst(below, path)) !== undefined
      const redirect = isShadowed ? undefined : redirectOf(path)
      if (redirect?.status === 200) path = redirect.to
      else if (redirect) {
        response.writeHead(redirect.status, { location: redirect.to }).end()
        return
      }
    }
    const found = await readFirst(below, path)
    if (found) {
      response.setHeader(
        'content-type',
        TYPES.get(extname(found.name)) ?? 'application/octet-stream',
      )
      response.end(found.bytes)
      return
    }
    if (!path.endsWith('/') && (await isFolder(join(below, path)))) {
      response.writeHead(301, { location: `${path}/` }).end()
      return
    }
    response.setHeader('content-type', 'text/html; charset=utf-8')
    const page = fallback && (await readFile(join(below, fallback)).catch(() => undefined))
    response.writeHead(page ? 200 : 404).end(page || 'not found')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Gives the file that answers for a path, by its name and by its clean URL. */
async function readFirst(
  below: string,
  path: string,
): Promise<{ readonly name: string; readonly bytes: Buffer } | undefined> {
  const names = path.endsWith('/') ? [`${path}index.html`] : [path, `${path}.html`]
  for (const name of names) {
    const bytes = await readFile(join(below, name)).catch(() => undefined)
    if (bytes) return { name, bytes }
  }
  return undefined
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
