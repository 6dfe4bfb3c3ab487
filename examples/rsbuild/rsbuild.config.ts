import { defineConfig } from '@rsbuild/core'
import cdnPurge from 'unplugin-cdn-purge/rsbuild'

export default defineConfig({
  source: { entry: { index: './src/line.ts', stops: './src/stops.ts' } },
  html: { title: 'Line 4', favicon: './public/tram.svg' },
  server: { base: '/line4' },
  plugins: [
    cdnPurge({
      site: 'https://trams.example.com',
      cloudflare: { zone: 'example.com', environment: 'staging' },
    }),
  ],
})
