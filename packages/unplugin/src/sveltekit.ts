import { onBuild, type Options } from 'cdn-purge'
import { sveltekitPlugin, type SvelteKitPlugin } from './frameworks/sveltekit.ts'

/**
 * The plugin for SvelteKit with an adapter that writes files, among the plugins of Vite.
 *
 * @example
 * // vite.config.js
 * import { sveltekit } from '@sveltejs/kit/vite'
 * import cdnPurge from 'unplugin-cdn-purge/sveltekit'
 *
 * export default {
 *   plugins: [
 *     sveltekit(),
 *     cdnPurge({
 *       site: 'https://www.example.com',
 *       cloudflare: { zone: 'example.com', environment: 'staging' },
 *     }),
 *   ],
 * }
 */
const sveltekit = (options: Options): SvelteKitPlugin => sveltekitPlugin(options, onBuild)

export { sveltekit as default, sveltekit as 'module.exports' }
