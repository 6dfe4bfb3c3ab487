import { ADDRESSES, CDN, WWW, pathOf, serve, textOf, type Files } from './host.ts'

/** What a server may have while deploys go on: files of these builds, each by itself. */
export interface Pieces {
  /** By path. */
  readonly texts: Map<string, Set<string>>
  /** Paths that one of the builds has not. */
  readonly missing: Set<string>
}

export function piecesOf(builds: readonly Files[]): Pieces {
  const pieces: Pieces = { texts: new Map(), missing: new Set() }
  for (const path of ADDRESSES.keys()) {
    for (const files of builds) addPiece(pieces, path, files.get(path))
  }
  return pieces
}

/** Adds what one build has at a path, or has not. */
export function addPiece({ texts, missing }: Pieces, path: string, text: string | undefined): void {
  if (text === undefined) missing.add(path)
  else texts.set(path, (texts.get(path) ?? new Set()).add(text))
}

/** All that a server may answer that is put together from these pieces. */
export function answersOf(
  { texts, missing }: Pieces,
  url: string,
  isSinglePage: boolean,
): ReadonlySet<string> {
  const path = pathOf(url)
  const answers = new Set<string>()
  for (const text of texts.get(path ?? '') ?? []) answers.add(`200 ${text}`)
  if (path !== undefined && !missing.has(path)) return answers
  // No file: what the server answers to anything that it does not know.
  const pages = [...(texts.get('index.html') ?? [])].map((page) => new Map([['index.html', page]]))
  const servers: Files[] = missing.has('index.html') ? [...pages, new Map()] : pages
  const unknown = url.startsWith(WWW) ? `${WWW}/some/route` : `${CDN}/some/route`
  for (const files of servers) answers.add(textOf(serve(files, unknown, isSinglePage)))
  return answers
}
