import { sveltekit } from '@sveltejs/kit/vite'
import cdnPurge from 'unplugin-cdn-purge/sveltekit'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [
    sveltekit(),
    cdnPurge({
      site: 'https://www.example.com',
      cloudflare: { zone: 'example.com', environment: 'staging' },
    }),
  ],
})
