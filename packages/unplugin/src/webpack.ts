import type { Options } from 'cdn-purge'
import type { WebpackPluginInstance } from 'webpack'
import { unplugin } from './index.ts'

/**
 * The plugin for webpack 5.
 *
 * @example
 * // webpack.config.js
 * import cdnPurge from 'unplugin-cdn-purge/webpack'
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
const webpack: (options: Options) => WebpackPluginInstance = unplugin.webpack

export { webpack as default, webpack as 'module.exports' }
