import cdnPurge from 'unplugin-cdn-purge/rollup'
import { docs } from './docs.js'

export default {
  input: 'src/main.js',
  output: {
    dir: 'dist',
    entryFileNames: 'assets/[name]-[hash].js',
    chunkFileNames: 'assets/[name]-[hash].js',
  },
  plugins: [
    docs({ pages: 'pages', files: 'static', style: 'src/style.css' }),
    cdnPurge({
      site: 'https://docs.example.com',
      cloudflare: { zone: 'example.com', environment: 'staging' },
    }),
  ],
}
