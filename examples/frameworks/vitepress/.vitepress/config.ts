import cdnPurge from 'unplugin-cdn-purge/vitepress'
import { defineConfig } from 'vitepress'

export default defineConfig({
  title: 'Field notes',
  base: '/notes/',
  cleanUrls: true,
  sitemap: { hostname: 'https://www.example.com/notes/' },
  vite: {
    plugins: [
      cdnPurge({
        site: 'https://www.example.com',
        cloudflare: { zone: 'example.com', environment: 'staging' },
      }),
    ],
  },
})
