import type { Options } from 'cdn-purge'
import type { JsPlugin } from '@farmfe/core'
import { unplugin } from './index.ts'

/**
 * The plugin for Farm 1.
 *
 * @example
 * // farm.config.ts
 * import cdnPurge from 'unplugin-cdn-purge/farm'
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
const farm: (options: Options) => JsPlugin = unplugin.farm

export { farm as default, farm as 'module.exports' }
