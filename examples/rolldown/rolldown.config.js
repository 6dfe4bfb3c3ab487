import { defineConfig } from 'rolldown'
import cdnPurge from 'unplugin-cdn-purge/rolldown'
import { gallery } from './gallery.js'

export default defineConfig({
  input: { gallery: 'src/gallery.js' },
  output: {
    dir: 'dist',
    minify: true,
    entryFileNames: 'assets/[name]-[hash].js',
    chunkFileNames: 'assets/[name]-[hash].js',
  },
  plugins: [
    gallery({ photos: 'photos.json', style: 'src/style.css', files: 'public' }),
    cdnPurge({
      site: 'https://gallery.example.com',
      cloudflare: { zone: 'example.com', environment: 'staging' },
    }),
  ],
})
