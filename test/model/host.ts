/** Files of a build, or of a server: path → text. */
export type Files = ReadonlyMap<string, string>

export const MARKER = 'cdn-purge.json'

export const WWW = 'https://www.site.example'
export const CDN = 'https://cdn.site.example'

/** Every path that a build may have, and every address under which a visitor can ask for it. */
export const ADDRESSES: ReadonlyMap<string, readonly string[]> = new Map([
  ['index.html', [`${WWW}/`, `${WWW}/index.html`]],
  ['about.html', [`${WWW}/about`, `${WWW}/about.html`]],
  ['docs/index.html', [`${WWW}/docs/`, `${WWW}/docs`, `${WWW}/docs/index.html`]],
  ['app.js', [`${WWW}/app.js`]],
  ['data.json', [`${WWW}/data.json`]],
  ['assets/chunk-1a2b3c4d.js', [`${WWW}/assets/chunk-1a2b3c4d.js`, `${CDN}/chunk-1a2b3c4d.js`]],
  ['assets/other-5e6f7a8b.js', [`${WWW}/assets/other-5e6f7a8b.js`, `${CDN}/other-5e6f7a8b.js`]],
  [MARKER, [`${WWW}/${MARKER}`]],
])

/** The names below `assets/` carry a hash. */
export const isFingerprinted = (path: string): boolean => path.startsWith('assets/')

/** Paths that the build tool writes; the marker is written by whoever begins a deploy. */
export const BUILT_PATHS: readonly string[] = [...ADDRESSES.keys()].filter(
  (path) => path !== MARKER,
)

/** Addresses that no file answers for. */
export const UNKNOWN_URLS: readonly string[] = [`${WWW}/some/route`, `${WWW}/nothing.txt`]

export const ALL_URLS: readonly string[] = [...[...ADDRESSES.values()].flat(), ...UNKNOWN_URLS]

const PATH_OF: ReadonlyMap<string, string> = new Map(
  [...ADDRESSES].flatMap(([path, urls]) => urls.map((url) => [url, path] as const)),
)

/** The path that an address asks for, if it is the address of one. */
export const pathOf = (url: string): string | undefined => PATH_OF.get(url)

/** What a server answers: `200 text/html <body>`. */
export interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
}

const NOT_FOUND: Answer = { status: 404, type: 'text/html', body: '<h1>Not found</h1>' }

/** Answers as a static host does that has these files; of a single-page app it knows one page for every unknown address. */
export function serve(files: Files, url: string, isSinglePage: boolean): Answer {
  const path = PATH_OF.get(url)
  const body = path === undefined ? undefined : files.get(path)
  if (path !== undefined && body !== undefined) return { status: 200, type: typeOf(path), body }
  const page = files.get('index.html')
  // The server for assets is no app.
  const isApp = isSinglePage && page !== undefined && url.startsWith(WWW)
  return isApp ? { status: 200, type: 'text/html', body: page } : NOT_FOUND
}

/** Two answers are the same to a visitor when these are. */
export const textOf = ({ status, body }: Answer): string => `${status} ${body}`

function typeOf(path: string): string {
  if (path.endsWith('.html')) return 'text/html'
  return path.endsWith('.js') ? 'text/javascript' : 'application/json'
}
