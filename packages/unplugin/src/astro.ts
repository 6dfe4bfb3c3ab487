import { onBuild, type Options } from 'cdn-purge'
import { astroIntegration, type AstroIntegration } from './frameworks/astro.ts'

/**
 * The integration for Astro. Its place in the list does not matter.
 *
 * @example
 * // astro.config.mjs
 * import cdnPurge from 'unplugin-cdn-purge/astro'
 *
 * export default {
 *   integrations: [
 *     cdnPurge({
 *       site: 'https://www.example.com',
 *       cloudflare: { zone: 'example.com', environment: 'staging' },
 *     }),
 *   ],
 * }
 */
const astro = (options: Options): AstroIntegration => astroIntegration(options, onBuild)

export { astro as default, astro as 'module.exports' }
