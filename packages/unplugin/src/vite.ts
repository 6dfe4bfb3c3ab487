import type { Options } from 'cdn-purge'
import type { Plugin } from 'vite'
import { unplugin } from './index.ts'

/**
 * The plugin for Vite 6, 7 and 8.
 *
 * @example
 * // vite.config.ts
 * import cdnPurge from 'unplugin-cdn-purge/vite'
 *
 * export default {
 *   plugins: [
 *     cdnPurge({
 *       site: 'https://www.example.com',
 *       cloudflare: { zone: 'example.com', environment: 'staging' },
 *     }),
 *   ],
 * }
 */
const vite: (options: Options) => Plugin = unplugin.vite

export { vite as default, vite as 'module.exports' }
