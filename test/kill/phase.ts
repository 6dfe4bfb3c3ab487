/** How far a process had come when it was killed, by what others saw of it. */
export type Phase = (typeof PHASES)[number]

export const PHASES = [
  'start-up',
  /** `begin` asks what is live before it records. */
  'looking',
  'recorded',
  'uploading',
  'probing',
  'purging',
  'verifying',
  'settled',
] as const

/** What one process left in the logs of the edge, the ledger and its own output. */
export interface Traces {
  readonly command: string
  /** Whether a deploy is new in the ledger. */
  readonly recorded: boolean
  readonly settled: boolean
  /** What the command that uploads said. */
  readonly stderr: string
  /** Calls of the API, in their order. */
  readonly calls: readonly { readonly path: string; readonly at: number }[]
  /** Questions of the process through the edge. */
  readonly visits: readonly { readonly at: number }[]
}

/** Names the last phase that left a trace. */
export function phaseOf(traces: Traces): Phase {
  const { command, recorded, settled, stderr, calls, visits } = traces
  if (settled) return 'settled'
  const purged = calls.findLast(({ path }) => path.includes('purge_cache'))
  if (purged) return visits.some(({ at }) => at > purged.at) ? 'verifying' : 'purging'
  if (stderr.includes('upload: ends')) return 'probing'
  if (stderr.includes('upload: begins')) return 'uploading'
  if (recorded) return 'recorded'
  if (calls.length + visits.length === 0) return 'start-up'
  return command === 'run' ? 'probing' : 'looking'
}
