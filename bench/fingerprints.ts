import type { Manifest } from '@cdn-purge/core'
import type { Bench, Row } from './bench.ts'
import { findCorpora, neighbours, type Corpus } from './corpora.ts'
import { renamedPaths } from './fingerprints/renamed-paths.ts'
import { reportMissingCorpora } from './missing-corpora.ts'

export const fingerprintsBench: Bench = {
  name: 'fingerprints',
  title: 'names with a content hash, found by pattern, against what real builds did with them',
  async run() {
    const corpora = findCorpora()
    if (!corpora) return reportMissingCorpora('fingerprints')
    const judged = corpora.map(judge)
    const wrong = judged.reduce((sum, { reused }) => sum + reused.length, 0)
    return {
      rows: judged.map(({ row }) => row),
      notes: [
        'Reused: taken for hashed, and the name came back with other bytes; the goal is none.',
        'Renamed: gone in one build while a name of the same form came with the next; found: those taken for hashed.',
        `${wrong} reused names over all corpora; the goal is 0: ${wrong === 0 ? 'met' : 'MISSED'}.`,
      ],
      data: { judged },
    }
  },
}

interface Judged {
  readonly row: Row
  /** Paths whose name was taken for hashed, with other bytes under it. */
  readonly reused: readonly string[]
}

function judge(corpus: Corpus): Judged {
  const reused: string[] = []
  let changed = 0
  let renamed = 0
  let found = 0
  let last: Manifest | undefined
  for (const { before, after } of neighbours(corpus)) {
    last = after
    for (const { path, digest, fingerprinted } of before.assets.values()) {
      const now = after.assets.get(path)
      if (!now || now.digest === digest) continue
      changed++
      if (fingerprinted || now.fingerprinted) reused.push(path)
    }
    const gone = [...before.assets.keys()].filter((path) => !after.assets.has(path))
    const added = [...after.assets.keys()].filter((path) => !before.assets.has(path))
    const paths = renamedPaths(gone, added)
    renamed += paths.length
    found += paths.filter((path) => before.assets.get(path)?.fingerprinted === true).length
  }
  const assets = [...(last?.assets.values() ?? [])]
  return {
    row: {
      corpus: corpus.name,
      builder: corpus.builder,
      'files in last': assets.length,
      'taken for hashed': assets.filter(({ fingerprinted }) => fingerprinted).length,
      'changed in place': changed,
      reused: reused.length,
      renamed,
      'of them found %': renamed === 0 ? '-' : ((found / renamed) * 100).toFixed(1),
    },
    reused,
  }
}
