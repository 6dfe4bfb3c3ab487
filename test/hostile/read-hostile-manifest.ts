import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createGzip } from 'node:zlib'
import { createManifestVault } from '../../packages/core/src/ledger/manifest-vault.ts'
import { createMemoryStore } from '../../packages/core/src/stores/memory-store.ts'

// Run in a process of its own, whose memory is measured: `read-hostile-manifest.ts <head> <unit> <count>`.
const [head = '', unit = '', count = ''] = process.argv.slice(2)
const { packed, digest } = await pack(head, unit, Number(count))
const store = createMemoryStore()
await store.put(`manifests/${digest}`, packed)

let code = 'read'
try {
  await createManifestVault(store, '').get(`manifests/${digest}`)
} catch (error) {
  code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
// In kilobytes on every system that Node runs on.
console.log(JSON.stringify({ code, peakBytes: process.resourceUsage().maxRSS * 1024 }))

/** Packs a text piece by piece, so that only its reading takes memory. */
async function pack(start: string, piece: string, times: number) {
  const gzip = createGzip({ level: 1 })
  const chunks: Buffer[] = []
  gzip.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = once(gzip, 'end')
  const hash = createHash('sha256')
  const write = async (text: string) => {
    hash.update(text)
    if (!gzip.write(text)) await once(gzip, 'drain')
  }
  const most = Math.ceil(1_000_000 / piece.length)
  await write(start)
  for (let left = times; left > 0; left -= most) await write(piece.repeat(Math.min(left, most)))
  gzip.end()
  await ended
  return { packed: Buffer.concat(chunks), digest: hash.digest('hex') }
}
