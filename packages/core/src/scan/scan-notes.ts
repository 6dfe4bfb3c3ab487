import type { ScannedAsset } from '../manifest/asset.ts'
import type { Note } from '../note.ts'
import type { Skipped } from './walk.ts'

/** Says what a scan left out, one note a kind. */
export function describeSkipped(skipped: readonly Skipped[]): Note[] {
  return KINDS.flatMap(({ kind, text }) => {
    const items = skipped.filter((one) => one.kind === kind)
    return items.length === 0
      ? []
      : [{ code: kind, text: `${text}: ${listSome(items.map(show))}.` }]
  })
}

const KINDS: readonly { readonly kind: Skipped['kind']; readonly text: string }[] = [
  {
    kind: 'link-outside',
    text: 'Not scanned, as the link leads out of the folder (if the host serves it, put a copy in its place)',
  },
  { kind: 'link-broken', text: 'Not scanned, as the link leads to nothing' },
  { kind: 'not-a-file', text: 'Not scanned, as it is neither a file nor a folder' },
]

function show({ path, target }: Skipped): string {
  return target === undefined ? `"${path}"` : `"${path}" → "${target}"`
}

/** Says which names differ only in the Unicode form of their letters: one URL to a reader, two to the edge. */
export function describeAlike(assets: readonly ScannedAsset[]): Note[] {
  const pairs: string[] = []
  const firstByForm = new Map<string, string>()
  for (const { path } of assets) {
    if (/^[\0-\x7f]*$/.test(path)) continue
    const form = path.normalize('NFC')
    const first = firstByForm.get(form)
    if (first === undefined) firstByForm.set(form, path)
    else pairs.push(`${JSON.stringify(first)} and ${JSON.stringify(path)}`)
  }
  if (pairs.length === 0) return []
  const text = `Different files whose names look the same (they differ in Unicode normal form, and some disks keep only one): ${listSome(pairs)}.`
  return [{ code: 'names-alike', text }]
}

function listSome(items: readonly string[]): string {
  const shown = items.slice(0, 3).join(', ')
  return items.length > 3 ? `${shown} and ${items.length - 3} more` : shown
}
