import { readFileSync } from 'node:fs'
import type { BundlerResults, Cell, Compatibility } from '../../docs/compatibility-page.ts'
import { SITUATIONS } from '../builds/situations.ts'
import { BUNDLERS, OLDER_BUNDLERS } from '../bundlers.ts'
import type { Bundler } from '../bundlers/bundler.ts'

const CATALOG = readFileSync(new URL('../../pnpm-workspace.yaml', import.meta.url), 'utf8')

/** What the page must say of the bundlers if every case of the spec holds that is not known to fail. */
export function expectedResults(): Pick<Compatibility, 'situations' | 'bundlers'> {
  return {
    situations: SITUATIONS.map(({ name, holds }) => ({ name, holds })),
    bundlers: [...BUNDLERS, ...OLDER_BUNDLERS].map(resultsOf),
  }
}

function resultsOf(bundler: Bundler): BundlerResults {
  return { name: bundler.name, version: versionOf(bundler), cells: SITUATIONS.map(cellOf) }

  function cellOf({ name, cases }: (typeof SITUATIONS)[number]): Cell {
    const { length } = cases(bundler)
    if (length === 0) return { result: 'none', why: reasonOf(bundler, name) }
    const why = bundler.fails?.[name]
    return why === undefined
      ? { result: 'yes', cases: length }
      : { result: 'no', cases: length, why }
  }
}

function reasonOf({ name, lacks }: Bundler, situation: string): string {
  const why = lacks[situation]
  if (why === undefined)
    throw new Error(`Nothing is built with ${name} for "${situation}"; say why.`)
  return why
}

/** `@rspack/core: 2.3.2`, or of another major `rspack1: npm:@rspack/core@1.7.12`. */
function versionOf({ package: name }: Bundler): string {
  const line = CATALOG.split('\n').find((each) =>
    each.replaceAll("'", '').startsWith(`  ${name}: `),
  )
  const version = /[\d.]+$/.exec(line ?? '')?.[0]
  if (version === undefined) throw new Error(`The catalog has no version of "${name}".`)
  return version
}
