import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'

/** What one way to purge does wrong, as shares from 0 to 1 of all that it could do wrong. */
export interface Faults {
  readonly name: string
  /** URLs with old bytes that keep them. */
  readonly stale: number
  /** New URLs whose cached 404 would stay. */
  readonly unhealed: number
  /** Unchanged bytes that are thrown away. */
  readonly evicted: number
  /** Chunks that open tabs can no longer load from the edge. */
  readonly chunks: number
}

/** The columns: two of freshness, two of thrift. */
const COLUMNS: readonly (readonly [keyof Omit<Faults, 'name'>, string])[] = [
  ['stale', 'old bytes still served'],
  ['unhealed', 'cached 404s left'],
  ['evicted', 'good bytes thrown away'],
  ['chunks', 'open tabs’ chunks lost'],
]

const WIDTH = 860
const ROW_HEIGHT = 30

/** Draws thrift and freshness of every way, as the text of an SVG file: the less is drawn, the better. */
export function drawThrift(ways: readonly Faults[]): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const bars = ways.flatMap((faults) =>
    COLUMNS.map(([key, column]) => ({ name: faults.name, column, share: faults[key] * 100 })),
  )
  const at = { fx: 'column', y: 'name', x: 'share' }
  const figure = Plot.plot({
    document,
    width: WIDTH,
    height: 60 + ways.length * ROW_HEIGHT,
    marginLeft: 185,
    marginRight: 10,
    marginTop: 30,
    marginBottom: 10,
    style: { background: 'white', color: '#222', fontSize: '13px', fontFamily: 'sans-serif' },
    fx: { domain: COLUMNS.map(([, column]) => column), axis: 'top', label: null, padding: 0.12 },
    x: { domain: [0, 130], axis: null },
    y: { domain: ways.map(({ name }) => name), label: null, tickSize: 0 },
    marks: [
      Plot.barX(bars, { ...at, fill: '#c92a2a', insetTop: 5, insetBottom: 5 }),
      Plot.text(bars, {
        ...at,
        text: ({ share }: Bar) => percent(share),
        dx: 4,
        textAnchor: 'start',
      }),
      Plot.ruleX([0]),
    ],
  })
  figure.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  return `${figure.outerHTML}\n`
}

interface Bar {
  readonly share: number
}

function percent(share: number): string {
  if (share === 0) return '0'
  return share < 1 ? `${share.toFixed(1)} %` : `${Math.round(share)} %`
}
