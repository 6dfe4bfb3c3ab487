import cdnPurge from 'unplugin-cdn-purge/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  build: {
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: [
        'index.html',
        'menu/index.html',
        'order/index.html',
        'visit/index.html',
        'stories/index.html',
        'stories/sourdough/index.html',
        'stories/rye/index.html',
        'privacy.html',
      ],
    },
  },
  plugins: [
    cdnPurge({
      site: 'https://www.example.com',
      cloudflare: { zone: 'example.com', environment: 'staging' },
    }),
  ],
})
