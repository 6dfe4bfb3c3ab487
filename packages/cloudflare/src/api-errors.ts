import { isFields, items } from './json.ts'
import { shown } from './text.ts'

/** What the `errors` of an answer say, fit to be shown, in their order. */
export interface ApiErrors {
  readonly codes: readonly number[]
  /** With code and place: `Authentication error (code 10000)`. */
  readonly messages: readonly string[]
  /** Places in the body that was sent: `/files/3`. */
  readonly pointers: readonly string[]
  readonly documentationUrls: readonly string[]
  /** What lies behind the errors, the outermost first. */
  readonly chain: readonly { readonly code: number; readonly message: string }[]
}

const MAX_ERRORS = 20
const MAX_DEPTH = 5

/** Reads whatever stands in the place of `errors`; what is not as documented is left out. */
export function readApiErrors(errors: unknown, redact: (text: string) => string): ApiErrors {
  const read = items(errors)
    .slice(0, MAX_ERRORS)
    .flatMap((error) => (isFields(error) ? [readError(error, redact)] : []))
  const chain = read.flatMap((error) => error.chain).slice(0, MAX_ERRORS)
  return {
    codes: read.flatMap(({ code }) => code ?? []),
    messages: [...read.flatMap(sentence), ...chain.flatMap(sentence)],
    pointers: read.flatMap(({ pointer }) => pointer ?? []),
    documentationUrls: read.flatMap(({ documentationUrl }) => documentationUrl ?? []),
    chain: chain.flatMap(({ code, message = '' }) =>
      code === undefined ? [] : [{ code, message }],
    ),
  }
}

interface Link {
  readonly code: number | undefined
  readonly message: string | undefined
}

interface ReadError extends Link {
  readonly pointer: string | undefined
  readonly documentationUrl: string | undefined
  readonly chain: readonly Link[]
}

type Fields = Readonly<Record<string, unknown>>

function readError(error: Fields, redact: (text: string) => string): ReadError {
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' && value !== '' ? shown(redact(value)) : undefined
  const link = (fields: Fields): Link => ({
    // Codes come as numbers; a string of digits means the same.
    code: Number.isSafeInteger(Number(fields['code'] ?? NaN)) ? Number(fields['code']) : undefined,
    message: text(fields['message']),
  })
  const chain = (fields: Fields, depth: number): Link[] =>
    depth === 0
      ? []
      : items(fields['error_chain'])
          .slice(0, MAX_ERRORS)
          .flatMap((inner) => (isFields(inner) ? [link(inner), ...chain(inner, depth - 1)] : []))
  const source = error['source']
  return {
    ...link(error),
    pointer: isFields(source) ? text(source['pointer']) : undefined,
    documentationUrl: text(error['documentation_url']),
    chain: chain(error, MAX_DEPTH),
  }
}

function sentence(link: Link & { readonly pointer?: string | undefined }): string[] {
  const { code, pointer } = link
  const message = link.message?.replace(/\.$/, '')
  if (message === undefined && code === undefined) return []
  const where = [
    ...(code === undefined ? [] : [`code ${code}`]),
    ...(pointer === undefined ? [] : [`at "${pointer}"`]),
  ].join(', ')
  return [where === '' ? (message ?? '') : `${message ?? 'no message'} (${where})`]
}
