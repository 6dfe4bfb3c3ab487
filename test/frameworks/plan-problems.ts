import type { FileTarget, Plan } from '@cdn-purge/core'
import { expectedUrls } from './expected-urls.ts'
import type { Framework, SecondBuild } from './framework.ts'
import { differingPaths, type Tree } from './tree.ts'

/** An output, the one after a small edit, and what is to be purged for it. */
export interface Rebuilt {
  readonly before: Tree
  readonly after: Tree
  readonly plan: Pick<Plan, 'changes' | 'requests' | 'notes'>
}

/** What is wrong with the plan of a second build: in what it purges, and in what it says of why. */
export function planProblems(
  { remembers, secondBuild }: Pick<Framework, 'remembers' | 'secondBuild'>,
  { before, after, plan }: Rebuilt,
): string[] {
  const differing = differingPaths(before, after)
  const evicted = differing.filter((file) => after.has(file) || !secondBuild.hashed.test(file))
  const wanted =
    secondBuild.wholeSite === true
      ? [`${new URL(remembers.site).host}${remembers.base.replace(/\/$/, '')}`]
      : evicted.flatMap((file) => expectedUrls(file, remembers))
  const listed = plan.changes.map(({ path }) => path)
  const purged = plan.requests.flatMap(({ targets }) => targets.map(urlOf))
  return [
    ...unlike('lists', listed, differing),
    ...unlike('purges', purged, wanted),
    ...reasonProblems(plan, secondBuild),
    ...causeProblems(plan, secondBuild),
  ]
}

function urlOf(target: FileTarget): string {
  return typeof target === 'string' ? target : target.url
}

function unlike(verb: string, found: readonly string[], wanted: readonly string[]): string[] {
  return [
    ...found.filter((each) => !wanted.includes(each)).map((each) => `${verb} ${each} without need`),
    ...wanted.filter((each) => !found.includes(each)).map((each) => `${verb} not ${each}`),
  ]
}

/** It names the build. Of a site with very many texts it need not be looked into. */
const MARKER = [/^cdn-purge\.json$/, /^(?:only hash references|other bytes)$/] as const

function reasonProblems({ changes }: Rebuilt['plan'], { hashed, reasons }: SecondBuild): string[] {
  const stable = changes.filter(({ path }) => !hashed.test(path))
  const all = [...reasons, MARKER]
  const unused = all.filter(([pattern]) => !stable.some(({ path }) => pattern.test(path)))
  return [
    ...stable.flatMap(({ path, reason }) => {
      const [, wanted] = all.find(([pattern]) => pattern.test(path)) ?? []
      const isRight = wanted?.test(reason) ?? false
      return isRight ? [] : [`${path} has "${reason}", not ${wanted ?? 'no change'}`]
    }),
    ...unused.map(([pattern]) => `nothing like ${pattern} has changed`),
  ]
}

function causeProblems({ notes }: Rebuilt['plan'], { cause }: SecondBuild): string[] {
  const said = notes.filter(({ code }) => code === 'shared-cause').map(({ text }) => text)
  if (cause === undefined) return said.map((text) => `says without need: ${text}`)
  return said.length === 1 && cause.test(said[0] ?? '')
    ? []
    : [`says not ${cause}, but: ${said.join(' ') || 'nothing'}`]
}
