import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const BIN = join(
  dirname(fileURLToPath(import.meta.resolve('unplugin-cdn-purge/package.json'))),
  'bin/cdn-purge.mjs',
)

/** Runs the real `cdn-purge` in a process of its own, hands out its lines as they come, and gives its exit code. */
export async function cdnPurge(
  args: readonly string[],
  options: {
    readonly cwd: string
    readonly env: Readonly<Record<string, string>>
    readonly onLine: (line: string) => void
  },
): Promise<number> {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', options.onLine)
  }
  const [code]: unknown[] = await once(child, 'close')
  return typeof code === 'number' ? code : 1
}
