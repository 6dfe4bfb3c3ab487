/** How far a process had come when it was killed, by what others saw of it. */
export type Phase = (typeof PHASES)[number]

export const PHASES = [
  'start-up',
  'recorded',
  'uploading',
  'probing',
  'purging',
  'verifying',
  'settled',
] as const

/** What one process left in the logs of the edge, the ledger and its own output. */
export interface Traces {
  /** Whether a record of this deploy is new in the ledger. */
  readonly recorded: boolean
  readonly settled: boolean
  /** What the command that uploads said. */
  readonly stderr: string
  /** Calls of the API, in their order. */
  readonly calls: readonly { readonly path: string; readonly at: number }[]
  /** Questions of the process through the edge. */
  readonly visits: readonly { readonly url: string; readonly at: number }[]
}

/** Names the last phase that left a trace. */
export function phaseOf({ recorded, settled, stderr, calls, visits }: Traces): Phase {
  if (settled) return 'settled'
  const purged = calls.findLast(({ path }) => path.includes('purge_cache'))
  if (purged) return visits.some(({ at }) => at > purged.at) ? 'verifying' : 'purging'
  const isUploading = stderr.includes('upload: begins') && !stderr.includes('upload: ends')
  if (calls.length > 0 || (visits.length > 0 && !isUploading)) return 'probing'
  if (stderr.includes('upload: begins')) return 'uploading'
  return recorded ? 'recorded' : 'start-up'
}
