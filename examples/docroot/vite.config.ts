import cdnPurge from 'unplugin-cdn-purge/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  // Unknown addresses are 404, as on most static hosts.
  appType: 'mpa',
  build: {
    outDir: 'docroot',
    rolldownOptions: { input: ['index.html', 'tides/index.html'] },
  },
  preview: {
    host: '127.0.0.1',
    port: 4100,
    strictPort: true,
    headers: { 'cache-control': 'public, max-age=600' },
  },
  plugins: [
    cdnPurge({
      site: process.env['SITE'] ?? 'http://localhost:4200',
      cloudflare: { zone: process.env['ZONE'] ?? 'localhost' },
    }),
  ],
})
