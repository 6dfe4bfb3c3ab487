import { defineConfig } from '@farmfe/core'
import cdnPurge from 'unplugin-cdn-purge/farm'

export default defineConfig({
  compilation: {
    input: {
      index: './index.html',
      fern: './fern.html',
      cactus: './cactus.html',
      ivy: './ivy.html',
    },
    output: { path: 'dist', publicPath: '/' },
    persistentCache: false,
    presetEnv: false,
    sourcemap: false,
  },
  plugins: [
    cdnPurge({
      site: 'https://plants.example.com',
      cloudflare: { zone: 'example.com', environment: 'staging' },
    }),
  ],
})
