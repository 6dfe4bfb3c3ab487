import type { Site } from '@cdn-purge/core'

/** A site at one address, each page under every form that its URL may have. */
export const EXAMPLE_SITE: Site = {
  origins: [{ url: 'https://www.example.com', dir: '', documents: true }],
  base: '/',
  cleanUrls: 'both',
  trailingSlash: 'both',
  fallback: undefined,
}
