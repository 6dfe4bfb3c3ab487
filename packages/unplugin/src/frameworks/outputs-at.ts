import type { BuildOutput } from 'cdn-purge'
import { toUrlBase } from '../url-base.ts'

/** Gives a folder at the base of its pages, `/docs`, and once more at each address of its assets that is another: `https://cdn.example.com`. */
export function outputsAt(
  dir: string,
  base: unknown,
  ...assets: readonly unknown[]
): BuildOutput[] {
  const pages = { dir, base: toUrlBase(base) ?? '/' }
  const elsewhere = assets.map(toUrlBase).filter((url) => url?.startsWith('http') === true)
  return [pages, ...[...new Set(elsewhere)].map((url) => ({ dir, base: url }))]
}
