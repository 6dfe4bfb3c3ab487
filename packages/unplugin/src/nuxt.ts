import { onBuild, type Options } from 'cdn-purge'
import { nuxtModule, type Nuxt } from './frameworks/nuxt.ts'

/**
 * The module for Nuxt 3 and 4. Its options stand beside it, or under `cdnPurge`.
 *
 * @example
 * // nuxt.config.ts
 * export default {
 *   modules: [
 *     [
 *       'unplugin-cdn-purge/nuxt',
 *       {
 *         site: 'https://www.example.com',
 *         cloudflare: { zone: 'example.com', environment: 'staging' },
 *       },
 *     ],
 *   ],
 * }
 */
const nuxt = (options: Partial<Options>, host: Nuxt): void => nuxtModule(options, host, onBuild)

export { nuxt as default, nuxt as 'module.exports' }
