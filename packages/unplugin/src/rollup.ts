import type { Options } from 'cdn-purge'
import type { Plugin } from 'rollup'
import { unplugin } from './index.ts'

/**
 * The plugin for Rollup 4.
 *
 * @example
 * // rollup.config.js
 * import cdnPurge from 'unplugin-cdn-purge/rollup'
 *
 * export default {
 *   input: 'src/app.js',
 *   output: { dir: 'dist' },
 *   plugins: [
 *     cdnPurge({
 *       site: 'https://www.example.com',
 *       cloudflare: { zone: 'example.com', environment: 'staging' },
 *     }),
 *   ],
 * }
 */
const rollup: (options: Options) => Plugin = unplugin.rollup

export { rollup as default, rollup as 'module.exports' }
