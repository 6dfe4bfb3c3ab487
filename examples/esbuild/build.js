import { rm } from 'node:fs/promises'
import { build } from 'esbuild'
import cdnPurge from 'unplugin-cdn-purge/esbuild'
import { recipes } from './recipes.js'

await rm('dist', { recursive: true, force: true })
await build({
  entryPoints: ['src/recipes.js'],
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  outdir: 'dist/assets',
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.png': 'file' },
  plugins: [
    recipes({ pages: 'pages', files: 'public', outDir: 'dist' }),
    cdnPurge({
      site: 'https://recipes.example.com',
      dir: 'dist',
      cloudflare: { zone: 'example.com', environment: 'staging' },
    }),
  ],
})
