import { onBuild, type Options } from 'cdn-purge'
import { eleventyPlugin, type EleventyConfig } from './frameworks/eleventy.ts'

/**
 * The plugin for Eleventy 3.
 *
 * @example
 * // eleventy.config.js
 * import cdnPurge from 'unplugin-cdn-purge/eleventy'
 *
 * export default function (eleventyConfig) {
 *   eleventyConfig.addPlugin(cdnPurge, {
 *     site: 'https://www.example.com',
 *     cloudflare: { zone: 'example.com', environment: 'staging' },
 *   })
 * }
 */
const eleventy = (config: EleventyConfig, options: Options): void =>
  eleventyPlugin(config, options, onBuild)

export { eleventy as default, eleventy as 'module.exports' }
