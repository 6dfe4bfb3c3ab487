import type { BuildOutput } from 'cdn-purge'
import { toUrlBase } from '../url-base.ts'

/** Gives a folder at the base of its pages, `/docs`, and once more at the address of its assets where that is another: `https://cdn.example.com`. */
export function outputsAt(dir: string, base: unknown, assets?: unknown): BuildOutput[] {
  const pages = { dir, base: toUrlBase(base) ?? '/' }
  const elsewhere = toUrlBase(assets)
  return elsewhere?.startsWith('http') === true ? [pages, { dir, base: elsewhere }] : [pages]
}
