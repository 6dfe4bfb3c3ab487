import { onBuild, type Options } from 'cdn-purge'
import { vitepressPlugin, type VitePressPlugin } from './frameworks/vitepress.ts'

/**
 * The plugin for VitePress 1 and 2, among the plugins of its Vite.
 *
 * @example
 * // .vitepress/config.ts
 * import cdnPurge from 'unplugin-cdn-purge/vitepress'
 *
 * export default {
 *   vite: {
 *     plugins: [
 *       cdnPurge({
 *         site: 'https://www.example.com',
 *         cloudflare: { zone: 'example.com', environment: 'staging' },
 *       }),
 *     ],
 *   },
 * }
 */
const vitepress = (options: Options): VitePressPlugin => vitepressPlugin(options, onBuild)

export { vitepress as default, vitepress as 'module.exports' }
