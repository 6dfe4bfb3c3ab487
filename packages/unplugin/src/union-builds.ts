import { sep } from 'node:path'
import type { BuildOutput, BuildResult } from 'cdn-purge'

/** Joins what several builds of one process wrote; undefined if none wrote anything for visitors. */
export function unionBuilds(builds: readonly BuildResult[]): BuildResult | undefined {
  const first = builds.find((build) => build.outputs.length > 0)
  if (!first) return undefined
  return {
    ...first,
    outputs: outermost(builds.flatMap((build) => build.outputs)),
    fingerprinted: new Map(builds.flatMap((build) => [...build.fingerprinted])),
  }
}

/** Leaves out folders that another one covers at the same place of the site. */
function outermost(outputs: readonly BuildOutput[]): BuildOutput[] {
  return outputs.filter(
    (output, index) =>
      !outputs.some((other, otherIndex) =>
        other.dir === output.dir && other.base === output.base
          ? otherIndex < index
          : covers(other, output),
      ),
  )
}

function covers(outer: BuildOutput, inner: BuildOutput): boolean {
  if (!inner.dir.startsWith(withSeparator(outer.dir))) return false
  if (inner.base === outer.base) return true
  const below = inner.dir.slice(withSeparator(outer.dir).length).split(sep).join('/')
  return inner.base === undefined || inner.base === `${outer.base ?? '/'}${below}/`
}

function withSeparator(dir: string): string {
  return dir.endsWith(sep) ? dir : dir + sep
}
