import type { Remembered } from './framework.ts'

/** The addresses that a static host answers with a file, written without any code of ours. */
export function expectedUrls(file: string, { site, base, trailingSlash }: Remembered): string[] {
  const names = [file]
  if (/(?:^|\/)index\.html$/.test(file)) {
    const folder = file.slice(0, -'index.html'.length)
    names.push(folder)
    if (trailingSlash !== true) names.push(folder.slice(0, -1))
  } else if (file.endsWith('.html')) {
    names.push(file.slice(0, -'.html'.length) + (trailingSlash === true ? '/' : ''))
  }
  const root = site + base
  // The site's own address without its slash is a name above the base; at the root of a host there is none.
  const urls = names.map((name) => root + encodeURI(name))
  if (file === 'index.html' && trailingSlash !== true && base !== '/') urls.push(root.slice(0, -1))
  return [...new Set(urls)]
}
