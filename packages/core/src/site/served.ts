/**
 * Says whether a path of a build is a URL at all. `isPath` knows every path of it.
 *
 * Not served are the files that tell the host what to do (`_headers`, `_redirects`, `_routes.json`, `_worker.js` at the root),
 * and precompressed siblings (`app.js.br` beside `app.js`), which a host sends in the place of the plain file.
 */
export function isServed(path: string, isPath: (path: string) => boolean): boolean {
  return !(path.startsWith('_') && HOST_FILES.test(path)) && !isPrecompressed(path, isPath)
}

/** @see https://developers.cloudflare.com/pages/functions/advanced-mode/ */
const HOST_FILES = /^_(?:headers|redirects|routes\.json|worker\.js(?:\/.*)?)$/s

function isPrecompressed(path: string, isPath: (path: string) => boolean): boolean {
  if (!PACKED.some((extension) => path.endsWith(extension))) return false
  const plain = path.slice(0, path.lastIndexOf('.'))
  return plain !== '' && !ASKED_FOR_PACKED.test(plain) && isPath(plain)
}

const PACKED = ['.gz', '.br', '.zst']

/** Files whose packed form has readers of its own: archives, and sitemaps, which crawlers fetch as `sitemap.xml.gz`. */
const ASKED_FOR_PACKED = /\.tar$|(?:^|\/)[^/]*sitemap[^/]*\.xml$/i
