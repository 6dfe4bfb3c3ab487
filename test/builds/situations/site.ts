import type { Options } from 'unplugin-cdn-purge'
import { onTestFinished } from 'vitest'
import type { BuildCase, Bundler } from '../../bundlers/bundler.ts'
import { createProject, type Finished } from '../project.ts'

const OPTIONS: Options = {
  site: 'https://www.example.com',
  cloudflare: { zone: 'example.com', environment: 'staging' },
}

/** A build of a fresh project, which is removed with the test. */
export function caseOf(rest: Partial<BuildCase> = {}): BuildCase {
  const { root, remove } = createProject()
  onTestFinished(remove)
  return { root, options: OPTIONS, ...rest }
}

/** What every bundler says of the same site. */
export function siteOf(bundler: Bundler, late: readonly string[] = []): Finished {
  return {
    bundler: bundler.entry,
    root: '.',
    mode: 'production',
    outputs: [{ dir: 'dist', base: bundler.base }],
    hashed: ['entry', 'lazy chunk', 'picture', 'style'],
    stable: ['dist/index.html', ...late, 'dist/robots.txt'],
  }
}

/** How a build goes that comes to its end once and sees everything. */
export function endsOnce(finished: Finished): object {
  return { failure: undefined, finished: [finished], missed: [] }
}

export const NOTHING_ENDS: object = { failure: undefined, finished: [], missed: [] }
