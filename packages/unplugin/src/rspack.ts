import type { Options } from 'cdn-purge'
import type { RspackPluginInstance } from '@rspack/core'
import { unplugin } from './index.ts'

/**
 * The plugin for Rspack 1 and 2.
 *
 * @example
 * // rspack.config.js
 * import cdnPurge from 'unplugin-cdn-purge/rspack'
 *
 * export default {
 *   mode: 'production',
 *   plugins: [
 *     cdnPurge({
 *       site: 'https://www.example.com',
 *       cloudflare: { zone: 'example.com', environment: 'staging' },
 *     }),
 *   ],
 * }
 */
const rspack: (options: Options) => RspackPluginInstance = unplugin.rspack

export { rspack as default, rspack as 'module.exports' }
