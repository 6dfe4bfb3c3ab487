import { onBuild, type Options } from 'cdn-purge'
import {
  docusaurusPlugin,
  type DocusaurusContext,
  type DocusaurusPlugin,
} from './frameworks/docusaurus.ts'

/**
 * The plugin for Docusaurus 3.
 *
 * @example
 * // docusaurus.config.js
 * export default {
 *   plugins: [
 *     [
 *       'unplugin-cdn-purge/docusaurus',
 *       {
 *         site: 'https://www.example.com',
 *         cloudflare: { zone: 'example.com', environment: 'staging' },
 *       },
 *     ],
 *   ],
 * }
 */
const docusaurus = (context: DocusaurusContext, options: Options): DocusaurusPlugin =>
  docusaurusPlugin(context, options, onBuild)

export { docusaurus as default, docusaurus as 'module.exports' }
