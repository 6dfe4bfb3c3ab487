import { resolveOptions } from '../src/options/resolve-options.ts'
import type { ResolvedOptions } from '../src/options/options.ts'

/** Gives resolved options as a user of staging has them. */
export function optionsWith(
  written: Readonly<Record<string, unknown>> = {},
  root = '/project',
): ResolvedOptions {
  const needed = {
    site: 'https://www.example.com',
    cloudflare: { zone: 'example.com', environment: 'staging' },
  }
  return resolveOptions({ ...needed, ...written }, { root, source: 'the test' })
}
