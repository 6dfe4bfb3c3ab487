import { onBuild, type Options } from 'cdn-purge'
import { reactRouterPreset, type ReactRouterPreset } from './frameworks/react-router.ts'

/**
 * The preset for React Router in framework mode, with rendered pages or as a single-page app.
 *
 * @example
 * // react-router.config.ts
 * import cdnPurge from 'unplugin-cdn-purge/react-router'
 *
 * export default {
 *   ssr: false,
 *   presets: [
 *     cdnPurge({
 *       site: 'https://www.example.com',
 *       cloudflare: { zone: 'example.com', environment: 'staging' },
 *     }),
 *   ],
 * }
 */
const reactRouter = (options: Options): ReactRouterPreset => reactRouterPreset(options, onBuild)

export { reactRouter as default, reactRouter as 'module.exports' }
