import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Bench } from './bench.ts'
import { findCorpora } from './corpora.ts'
import { reportMissingCorpora } from './missing-corpora.ts'
import { faultsOf, findingsOf } from './thrift/findings.ts'
import { drawThrift } from './thrift/picture.ts'
import { replay } from './thrift/replay.ts'

const PICTURE = path.resolve(import.meta.dirname, '../docs/thrift.svg')

export const thriftBench: Bench = {
  name: 'corpora',
  title:
    'ways to purge at every deploy of real sites: what stays stale, what is thrown away, what is sent',
  async run() {
    const corpora = findCorpora()
    if (!corpora) return reportMissingCorpora('corpora')
    const pairs = corpora.flatMap((corpus) => [...replay(corpus)])
    await writeFile(PICTURE, drawThrift(faultsOf(pairs)))
    return findingsOf(pairs)
  },
}
