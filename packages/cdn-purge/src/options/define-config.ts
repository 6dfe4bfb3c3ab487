import type { Options } from './options.ts'

/**
 * Gives the options back as they are: what an editor needs to complete and check a configuration file.
 *
 * @example
 * export default defineConfig({ site: 'https://www.example.com', cloudflare: { zone: 'example.com' } })
 */
export function defineConfig(options: Options): Options {
  return options
}
