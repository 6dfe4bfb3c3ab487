import { countOf } from '@cdn-purge/core'
import type { LiveNow } from '../site/live-now.ts'
import { andMore } from './and-more.ts'
import { shortId, type ReportOptions } from './report-plan.ts'
import type { DeployStatus, Status } from '../status.ts'

const ROWS = 10

/** Words what the ledger says: which deploys the edge may hold content of, and what is still open. */
export function statusLines(status: Status, { all }: ReportOptions): string[] {
  const { zone, environment, ledger, deploys, notes } = status
  const heading = `${environment} of ${zone}, recorded in ${ledger}`
  const damage = notes.map(({ text }) => `! ${text}`)
  if (deploys.length === 0) {
    return [heading, 'No deploy was recorded: the edge may hold anything.', ...damage]
  }
  const owed = status.owed.map(({ urls, why }) => `Owed: ${countOf(urls, 'URL')}. ${why.text}`)
  const newestFirst = deploys.toReversed()
  const shown = all ? newestFirst : newestFirst.slice(0, ROWS)
  return [
    heading,
    '',
    ...shown.map(deployLine),
    ...andMore(deploys.length - shown.length),
    '',
    ...summary(deploys),
    ...liveLines(status.live),
    ...owed,
    ...damage,
  ]
}

function liveLines(live: LiveNow | undefined): string[] {
  switch (live?.kind) {
    case undefined:
      return []
    case 'recorded': {
      const build = live.build === undefined ? 'a recorded build' : `build ${shortId(live.build)}`
      return [`Live now: ${build}.`]
    }
    case 'unrecorded':
      return [`Live now: ${live.what}, which no record explains.`]
    case 'unknown':
      return [`Live now: not known, ${live.why}.`]
    default: {
      const never: never = live
      return never
    }
  }
}

function deployLine({ id, builds, startedAt, state, inBaseline }: DeployStatus): string {
  const when = startedAt.slice(0, 16).replace('T', ' ')
  const held = inBaseline ? 'may be at the edge' : 'gone from the edge'
  return `  ${id}  ${when} UTC  ${state.padEnd(7)}  ${held}  build ${builds.map(shortId).join(', ')}`
}

function summary(deploys: readonly DeployStatus[]): string[] {
  const held = deploys.filter(({ inBaseline }) => inBaseline).length
  const open = deploys.filter(({ state }) => state === 'open')
  const lines = [`The edge may hold content of ${countOf(held, 'deploy')}.`]
  if (open.length > 0) {
    const [verb, it] = open.length === 1 ? ['is', 'it'] : ['are', 'them']
    lines.push(
      `${countOf(open.length, 'deploy')} ${verb} open: \`cdn-purge run\` settles ${it}, \`cdn-purge forget <id>\` gives one up.`,
    )
  }
  return lines
}
