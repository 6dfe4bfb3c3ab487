import { diff, plan, type Limits } from '@cdn-purge/core'
import type { Bench, Row } from './bench.ts'
import { findCorpora, neighbours, type Corpus } from './corpora.ts'
import { median } from './figures.ts'
import { reportMissingCorpora } from './missing-corpora.ts'
import { EXAMPLE_SITE } from './example-site.ts'

const LIMITS: Limits = { maxUrls: 100, maxKeys: 100, acceptsUrls: true }

export const planBench: Bench = {
  name: 'plan',
  title: 'time of diff and plan for every pair of neighbouring builds of real sites',
  async run() {
    const corpora = findCorpora()
    if (!corpora) return reportMissingCorpora('plan')
    const measured = corpora.map(measure)
    const all = measured.flatMap(({ pairs }) => pairs)
    const ms = all.map((pair) => pair.diffMs + pair.planMs)
    const slowest = all[ms.indexOf(Math.max(...ms))]
    return {
      rows: [...measured.map(({ row }) => row), total(measured.map(({ row }) => row))],
      notes: [
        `${all.length} pairs, ${(ms.reduce((sum, one) => sum + one, 0) / 1000).toFixed(1)} s; slowest: ${slowest?.corpus} ${slowest?.from} → ${slowest?.to}, ${Math.max(...ms).toFixed(0)} ms.`,
      ],
      data: { pairs: all },
    }
  },
}

interface Measured {
  readonly row: Row & { readonly pairs: number }
  readonly pairs: readonly MeasuredPair[]
}

interface MeasuredPair {
  readonly corpus: string
  readonly from: string
  readonly to: string
  readonly paths: number
  readonly changes: number
  readonly urls: number
  readonly requests: number
  readonly diffMs: number
  readonly planMs: number
}

function measure(corpus: Corpus): Measured {
  const pairs: MeasuredPair[] = []
  for (const { from, to, before, after } of neighbours(corpus)) {
    const started = performance.now()
    const changes = diff([before], after)
    const diffed = performance.now()
    const isPath = (path: string) => before.assets.has(path) || after.assets.has(path)
    const { stats } = plan(changes, EXAMPLE_SITE, { limits: LIMITS, isPath })
    const planned = performance.now()
    pairs.push({
      corpus: corpus.name,
      from,
      to,
      paths: after.assets.size,
      changes: changes.length,
      urls: stats.targets,
      requests: stats.requests,
      diffMs: diffed - started,
      planMs: planned - diffed,
    })
  }
  const sum = (key: 'changes' | 'urls' | 'requests') =>
    pairs.reduce((all, pair) => all + pair[key], 0)
  return {
    pairs,
    row: {
      corpus: corpus.name,
      pairs: pairs.length,
      paths: Math.max(...pairs.map(({ paths }) => paths)),
      changes: sum('changes'),
      URLs: sum('urls'),
      requests: sum('requests'),
      'diff ms (median)': median(pairs.map(({ diffMs }) => diffMs)),
      'plan ms (median)': median(pairs.map(({ planMs }) => planMs)),
      'both ms (max)': Math.max(...pairs.map(({ diffMs, planMs }) => diffMs + planMs)),
    },
  }
}

function total(rows: readonly Row[]): Row {
  const sum = (name: string) => rows.reduce((all, row) => all + Number(row[name]), 0)
  return {
    corpus: 'all',
    pairs: sum('pairs'),
    paths: '',
    changes: sum('changes'),
    URLs: sum('URLs'),
    requests: sum('requests'),
  }
}
