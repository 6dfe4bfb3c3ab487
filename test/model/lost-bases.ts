import { readWritten } from './ledger-keys.ts'
import { truthOf, type Scene } from './scene.ts'

/**
 * Says of every record whose manifest cannot be read what damage says of it. Somebody may have removed what it builds on before
 * the record was there, and whoever wrote the record died before it looked again.
 */
export function noticeLostBases(scene: Scene): void {
  for (const [key, value] of scene.values) {
    const manifest = manifestOf(key, value)
    if (manifest === undefined || isReadable(scene.values, key, manifest)) continue
    const truth = truthOf(scene, key)
    if (truth.lost.has(key)) continue
    truth.lost.add(key)
    truth.isInDoubt = true
    truth.damages++
  }
}

function manifestOf(key: string, value: Uint8Array): string | undefined {
  try {
    const manifest = readWritten(key, value)?.fields['manifest']
    return typeof manifest === 'string' ? manifest : undefined
  } catch {
    // It is damaged, and was counted then.
    return undefined
  }
}

/** A delta is named after itself and what it builds on: `manifests/<manifest>.<text>.<base>`; any form of the base will do. */
function isReadable(values: Scene['values'], record: string, manifest: string): boolean {
  const ledger = record.slice(0, record.indexOf('records/'))
  const seen = new Set<string>()
  const isThere = (key: string): boolean => {
    const [whole = '', text, base] = key.split('.')
    if (values.has(ledger + whole)) return true
    if (text === undefined || base === undefined || !values.has(ledger + key)) return false
    // Two builds may each build on the other.
    if (seen.has(key)) return false
    seen.add(key)
    const forms = [...values.keys()].filter((form) => form.startsWith(`${ledger}manifests/${base}`))
    return forms.some((form) => isThere(form.slice(ledger.length)))
  }
  return isThere(manifest)
}
