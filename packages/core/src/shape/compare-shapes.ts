import type { StampKind } from './stamps.ts'

/** In what two texts differ; empty never, as other bytes differ in something. */
export type ShapeDifference = readonly (StampKind | 'order')[] | 'content'

/** Tells in what two texts of different bytes differ; undefined where a shape is not known or made in a way of its own. */
export function compareShapes(
  before: string | undefined,
  after: string | undefined,
): ShapeDifference | undefined {
  const [a, b] = [before, after].map(partsOf)
  if (!a || !b) return undefined
  const stamps = STAMPS.filter((kind) => a[kind] !== b[kind])
  if (a.order === b.order) return stamps.length > 0 ? stamps : ['order']
  return a.bag === b.bag ? ['order', ...stamps] : 'content'
}

/** Says whether a text holds a stamp of this kind. */
export function hasStamp(shape: string, kind: StampKind): boolean {
  return partsOf(shape)?.[kind] !== NONE
}

/** Gives what two texts have in common that differ in stamps only. */
export function skeletonOf(shape: string): string | undefined {
  return partsOf(shape)?.order
}

/** True for a shape that is made as this release makes them. */
export function isComparable(shape: string | undefined): shape is string {
  return partsOf(shape) !== undefined
}

/** True for what `shapeOf` gives, or another release's way. */
export function isShape(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{1,64}$/.test(value)
}

const STAMPS: readonly StampKind[] = ['date', 'hash', 'version']

/** Four digits that stand for zero. */
const NONE = 'AAAA'

type Parts = Readonly<Record<StampKind | 'order' | 'bag', string>>

function partsOf(shape: string | undefined): Parts | undefined {
  const found = /^1-(.{6})(.{6})(.{4})(.{4})(.{4})$/.exec(shape ?? '')
  if (!found) return undefined
  const [, order = '', bag = '', date = '', hash = '', version = ''] = found
  return { order, bag, date, hash, version }
}
