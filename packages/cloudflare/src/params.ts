/** A URL with the request headers that its cached copy was stored under. */
export interface PurgeFile {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The fields that a body may have, of which it has exactly one. */
export const PURGE_FIELDS = ['files', 'prefixes', 'tags', 'hosts', 'purge_everything'] as const

export type PurgeField = (typeof PURGE_FIELDS)[number]

type Only<Field extends PurgeField, Value> = { readonly [F in Field]: Value } & {
  readonly [F in Exclude<PurgeField, Field>]?: never
}

/** Targets of one kind: every mixture, and a body without targets, is a type error. */
export type PurgeBody =
  | Only<'files', readonly string[]>
  | Only<'files', readonly PurgeFile[]>
  | Only<'prefixes', readonly string[]>
  | Only<'tags', readonly string[]>
  | Only<'hosts', readonly string[]>
  | Only<'purge_everything', true>

/** What the four methods of `client.cache` take: the zone, and targets of one kind. */
export type PurgeParams = PurgeBody & { readonly zone_id: string }
