import type { FileTarget, PurgeBatch } from '@cdn-purge/core'
import type { PurgeBody, PurgeFile } from './params.ts'

/** Gives the body that purges a batch. */
export function toPurgeBody(batch: PurgeBatch): PurgeBody {
  switch (batch.by) {
    case 'everything':
      return { purge_everything: true }
    case 'files':
      return toFilesBody(batch.targets)
    case 'prefixes':
      return { prefixes: batch.targets }
    case 'tags':
      return { tags: batch.targets }
    case 'hosts':
      return { hosts: batch.targets }
    default:
      return unknownKind(batch)
  }
}

function toFilesBody(targets: readonly FileTarget[]): PurgeBody {
  const urls = targets.filter((target) => typeof target === 'string')
  // One body holds URLs or objects, never both.
  return urls.length === targets.length ? { files: urls } : { files: targets.map(toPurgeFile) }
}

function toPurgeFile(target: FileTarget): PurgeFile {
  return typeof target === 'string' ? { url: target } : target
}

function unknownKind(batch: never): never {
  throw new TypeError(`A batch of no known kind: ${JSON.stringify(batch)}`)
}
