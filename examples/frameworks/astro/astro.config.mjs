import sitemap from '@astrojs/sitemap'
import { defineConfig } from 'astro/config'
import cdnPurge from 'unplugin-cdn-purge/astro'

export default defineConfig({
  site: 'https://www.example.com',
  base: '/cheese',
  trailingSlash: 'always',
  integrations: [
    cdnPurge({
      site: 'https://www.example.com',
      cloudflare: { zone: 'example.com', environment: 'staging' },
    }),
    sitemap(),
  ],
})
