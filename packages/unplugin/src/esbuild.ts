import type { Options } from 'cdn-purge'
import type { Plugin } from 'esbuild'
import { unplugin } from './index.ts'

/**
 * The plugin for esbuild's `build()`; a `context()`, which watches and serves, is left alone. List it first: behind a plugin
 * that sets up asynchronously it cannot tell the two apart.
 *
 * @example
 * // build.js
 * import { build } from 'esbuild'
 * import cdnPurge from 'unplugin-cdn-purge/esbuild'
 *
 * await build({
 *   entryPoints: ['src/app.js'],
 *   bundle: true,
 *   outdir: 'dist',
 *   plugins: [
 *     cdnPurge({
 *       site: 'https://www.example.com',
 *       cloudflare: { zone: 'example.com', environment: 'staging' },
 *     }),
 *   ],
 * })
 */
const esbuild: (options: Options) => Plugin = unplugin.esbuild

export { esbuild as default, esbuild as 'module.exports' }
