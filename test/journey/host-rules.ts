import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a host answers by its own rules. */
export interface HostRules {
  readonly headersOf: (path: string) => readonly (readonly [name: string, value: string])[]
  readonly redirectOf: (
    path: string,
  ) => { readonly status: number; readonly to: string } | undefined
}

/** Reads `_headers` and `_redirects` of a docroot as it lies there now, as Cloudflare Pages does. */
export async function readHostRules(root: string): Promise<HostRules> {
  const [headers, redirects] = await Promise.all(
    ['_headers', '_redirects'].map((name) => readFile(join(root, name), 'utf8').catch(() => '')),
  )
  const blocks = (headers ?? '').split(/^(?=\/)/m).map((block) => {
    const [pattern = '', ...lines] = block.split('\n')
    const pairs = lines.flatMap((line) => {
      const [, name, value] = /^\s+([\w-]+):\s*(.*)$/.exec(line) ?? []
      return name === undefined || value === undefined ? [] : [[name, value] as const]
    })
    return { matches: toExpression(pattern), pairs }
  })
  const lines = (redirects ?? '').split('\n').flatMap((line) => {
    const [from, to, status = '302'] = line.trim().split(/\s+/)
    return from && to ? [{ matches: toExpression(from), to, status: Number(status) }] : []
  })
  return {
    headersOf: (path) => blocks.filter(({ matches }) => matches.test(path)).flatMap((b) => b.pairs),
    redirectOf(path) {
      for (const { matches, to, status } of lines) {
        const found = matches.exec(path)
        if (found) return { status, to: to.replace(':splat', found[1] ?? '') }
      }
      return undefined
    },
  }
}

function toExpression(pattern: string): RegExp {
  const source = pattern
    .trim()
    .replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '(.*)')
  return new RegExp(`^${source}$`)
}
