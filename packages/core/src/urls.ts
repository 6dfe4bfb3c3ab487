import { isServed } from './served.ts'
import { originRoot } from './site-roots.ts'
import type { Site, SiteOrigin } from './site.ts'

/**
 * Gives the function that lists every URL under which a path of the build may be cached, unique, in a fixed order:
 * `a/index.html` → `https://www.example.com/a/index.html`, `…/a/`, `…/a`.
 *
 * Empty where no origin serves the path, and where it is no URL at all (see `isServed`, which `isPath` is for).
 * `404.html` is a page like any other here: hosts answer its own URLs too.
 */
export function createUrls(
  site: Site,
  isPath: (path: string) => boolean = () => false,
): (path: string) => readonly string[] {
  const origins = site.origins.map((origin) => {
    const { origin: host, pathname } = new URL(originRoot(origin, site.base))
    return { origin, host, root: pathname.replace(/\/$/, '') }
  })

  return (path) => {
    if (!isServed(path, isPath)) return []
    const urls = origins.flatMap(({ origin, host, root }) => {
      const below = pathBelow(origin, path)
      if (below === undefined) return []
      return spellings(below, site).map(
        (spelling) => `${host}${`${root}${encodePath(spelling)}` || '/'}`,
      )
    })
    return [...new Set(urls)]
  }
}

/**
 * Says whether a path decides which other files visitors ask for, so that it is purged after them: a page, a service
 * worker (`sw.js`, `service-worker.js`, `ngsw.json`) or a web manifest.
 */
export function isDocument(path: string): boolean {
  return isHtml(path) || SERVICE_WORKER.test(path) || WEB_MANIFEST.test(path)
}

const SERVICE_WORKER = /(?:^|[/._-])(?:sw|service-?worker|ngsw-worker)\.m?js$|(?:^|\/)ngsw\.json$/i

const WEB_MANIFEST = /\.webmanifest$|(?:^|\/)manifest\.json$/i

function isHtml(path: string): boolean {
  return /\.(?:html?|xhtml)$/i.test(path)
}

/** Where this origin has the file, or undefined where it has not. */
function pathBelow(origin: SiteOrigin, path: string): string | undefined {
  if (!origin.documents && isHtml(path)) return undefined
  if (origin.dir === '') return path
  return path.startsWith(`${origin.dir}/`) ? path.slice(origin.dir.length + 1) : undefined
}

/** The ways to ask for a file below the root of its origin: `/a/index.html`, `/a/`, `/a`; `''` is the root without its slash. */
function spellings(path: string, { cleanUrls, trailingSlash }: Site): string[] {
  const file = `/${path}`
  const [, folder, name] = /^(.*)\/([^/]*)\.html$/s.exec(file) ?? []
  if (folder === undefined || name === undefined) return [file]

  const found = cleanUrls === true ? [] : [file]
  if (name === 'index') {
    // The address of the site itself has its slash whatever the host does elsewhere.
    if (trailingSlash !== false || folder === '') found.push(`${folder}/`)
    if (trailingSlash !== true) found.push(folder)
  } else if (cleanUrls !== false) {
    found.push(trailingSlash === true ? `${folder}/${name}/` : `${folder}/${name}`)
  }
  return found
}

/**
 * Encodes a path as a browser sends it for a link that means this file: all that the URL standard encodes in a path, and what
 * would end the path or vanish from it (`%`, `?`, `#`, `\`, tabs and line ends).
 *
 * @see https://url.spec.whatwg.org/#path-percent-encode-set
 */
function encodePath(path: string): string {
  return path.replace(/[^!$&'()*+,\-./0-9:;=@A-Z[\]_a-z|~]+/g, encodeURIComponent)
}
