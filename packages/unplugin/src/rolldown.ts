import type { Options } from 'cdn-purge'
import type { Plugin } from 'rolldown'
import { unplugin } from './index.ts'

/**
 * The plugin for Rolldown 1.
 *
 * @example
 * // rolldown.config.js
 * import cdnPurge from 'unplugin-cdn-purge/rolldown'
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
const rolldown: (options: Options) => Plugin = unplugin.rolldown

export { rolldown as default, rolldown as 'module.exports' }
