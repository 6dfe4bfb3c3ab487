import { CDN } from './host.ts'

/** The part of the options that decides which addresses the site has. */
export interface Addresses {
  readonly hasCdn: boolean
  readonly hasFileNames: boolean
}

export function isSameAddresses(a: Addresses, b: Addresses): boolean {
  return a.hasCdn === b.hasCdn && a.hasFileNames === b.hasFileNames
}

/** True where an address is one of a site with these options. */
export function isAddress(url: string, { hasCdn, hasFileNames }: Addresses): boolean {
  if (url.startsWith(CDN) && !hasCdn) return false
  return hasFileNames || !url.endsWith('.html')
}
