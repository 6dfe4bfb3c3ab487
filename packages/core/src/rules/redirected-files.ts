import { createBudget } from './budget.ts'
import { DIALECTS } from './dialect.ts'
import { createHostPaths } from './host-paths.ts'
import { createRedirectEffects } from './redirect-effects.ts'
import type { RedirectRule } from './rules.ts'
import type { Site } from '../site/site.ts'
import { createUrls } from '../site/urls.ts'

/** Beyond so many steps nothing more is found out, some seconds. */
const MAX_STEPS = 100_000_000

/** Gives the function that says whether a host may answer a URL of this file by one of these redirects, and not with its bytes. */
export function createIsRedirected(
  rules: readonly RedirectRule[],
  site: Site,
): (path: string) => boolean {
  if (rules.length === 0) return () => false
  const budget = createBudget(MAX_STEPS)
  const readings = DIALECTS.map((dialect) => createRedirectEffects(rules, { dialect, budget }))
  const urlsOf = createUrls(site)
  const hostPaths = createHostPaths(site)
  return (file) => {
    try {
      return urlsOf(file).some((url) => {
        const { host, paths } = hostPaths.placesOf(url)
        return paths.some((path) =>
          readings.some((effects) => effects({ host, path, isFile: true }) !== ''),
        )
      })
    } catch (error) {
      if (budget.isSpentBy(error)) return false
      throw error
    }
  }
}
