import { fileURLToPath } from 'node:url'
import type { Options } from 'cdn-purge'
import { withAdapter, type NextConfig } from './frameworks/next.ts'

/**
 * Wraps the configuration of Next 16 with `output: 'export'`. An adapter that is configured already is called as before.
 *
 * @example
 * // next.config.mjs
 * import withCdnPurge from 'unplugin-cdn-purge/next'
 *
 * export default withCdnPurge(
 *   { output: 'export' },
 *   {
 *     site: 'https://www.example.com',
 *     cloudflare: { zone: 'example.com', environment: 'staging' },
 *   },
 * )
 */
const withCdnPurge = <Config extends NextConfig>(config: Config, options: Options): Config =>
  withAdapter(config, options, fileURLToPath(ADAPTER), process.env)

/** By its public name: Next loads the adapter by its file, wherever that lies. */
const ADAPTER = import.meta.resolve('unplugin-cdn-purge/next-adapter')

export { withCdnPurge as default, withCdnPurge as 'module.exports' }
