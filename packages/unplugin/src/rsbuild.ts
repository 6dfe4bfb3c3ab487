import type { RsbuildPlugin } from '@rsbuild/core'
import type { Options } from 'cdn-purge'
import { unplugin } from './index.ts'

/**
 * The plugin for Rsbuild 2.
 *
 * @example
 * // rsbuild.config.ts
 * import cdnPurge from 'unplugin-cdn-purge/rsbuild'
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
const rsbuild: (options: Options) => RsbuildPlugin = unplugin.rsbuild

export { rsbuild as default, rsbuild as 'module.exports' }
