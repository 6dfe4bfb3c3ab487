import type { Change } from '../changes/diff.ts'
import { isEvicted } from '../changes/treatment.ts'
import type { FileTarget } from '../purger.ts'

/** Gives the paths with other bytes, or none, of which a purge by exact URL reaches the copies without a query string alone. */
export function pathsPurgedAlone(
  changes: readonly Change[],
  files: readonly FileTarget[],
  urlsOf: (path: string) => readonly string[],
): string[] {
  const urls = new Set(files.map((target) => (typeof target === 'string' ? target : target.url)))
  return changes
    .filter((change) => change.kind !== 'added' && isEvicted(change))
    .filter((change) => (change.urls ?? urlsOf(change.path)).some((url) => urls.has(url)))
    .map(({ path }) => path)
}
