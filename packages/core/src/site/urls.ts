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
    const urls: string[] = []
    for (const { origin, host, root } of origins) {
      const below = pathBelow(origin, path)
      if (below === undefined) continue
      for (const spelling of spellings(`/${encodePath(below)}`, site)) {
        const url = host + (root + spelling || '/')
        if (!urls.includes(url)) urls.push(url)
      }
    }
    return urls
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
  return path.endsWith('.html') || /\.(?:html?|xhtml)$/i.test(path)
}

/** Where this origin has the file, or undefined where it has not. */
function pathBelow(origin: SiteOrigin, path: string): string | undefined {
  if (!origin.documents && isHtml(path)) return undefined
  if (origin.dir === '' || origin.dir === '.') return path
  return path.startsWith(`${origin.dir}/`) ? path.slice(origin.dir.length + 1) : undefined
}

/** The ways to ask for a file below the root of its origin: `/a/index.html`, `/a/`, `/a`; `''` is the root without its slash. */
function spellings(file: string, { cleanUrls, trailingSlash }: Site): string[] {
  if (!file.endsWith('.html')) return [file]
  const found = cleanUrls === true ? [] : [file]
  if (file.endsWith('/index.html')) {
    const folder = file.slice(0, -'/index.html'.length)
    // The address of the site itself has its slash whatever the host does elsewhere.
    if (trailingSlash !== false || folder === '') found.push(`${folder}/`)
    if (trailingSlash !== true) found.push(folder)
  } else if (cleanUrls !== false) {
    const clean = file.slice(0, -'.html'.length)
    found.push(trailingSlash === true ? `${clean}/` : clean)
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
  // Most paths need none of it, and to find that out is far cheaper.
  return UNSAFE.test(path) ? path.replaceAll(UNSAFE_RUNS, encodeURIComponent) : path
}

const UNSAFE = /[^!$&'()*+,\-./0-9:;=@A-Z[\]_a-z|~]/

const UNSAFE_RUNS = new RegExp(`${UNSAFE.source}+`, 'g')
