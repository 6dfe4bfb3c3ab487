import { changedAndRemoved } from './changed-and-removed.ts'
import { changedDirectories } from './changed-directories.ts'
import { dirtyDirectories } from './dirty-directories.ts'
import { everything } from './everything.ts'
import { foldTo8 } from './fold-to-8.ts'
import { hostAbove500 } from './host-above-500.ts'
import { createOurs, type Ours } from './ours.ts'
import { pathPrefixes } from './path-prefixes.ts'
import type { Way } from './rival.ts'
import { sizeOnly } from './size-only.ts'
import type { Site } from '@cdn-purge/core'

/** Where exact URLs are taken, and ours among them. */
export function waysByUrl(site: Site): readonly [Ours, ...Way[]] {
  const ours = createOurs({
    name: 'ours',
    rule: 'What `cdn-purge plan` says on the Free plan, with all defaults.',
    site,
    acceptsUrls: true,
    trustValidators: false,
  })
  return [ours, changedAndRemoved, hostAbove500, foldTo8, changedDirectories, sizeOnly, everything]
}

/** Where the environment refuses exact URLs, so that only prefixes and hosts reach anything. */
export function waysByPrefix(site: Site): readonly [Ours, Ours, ...Way[]] {
  const rule = 'What `cdn-purge plan` says where exact URLs are refused'
  const about = { site, acceptsUrls: false }
  return [
    createOurs({
      ...about,
      name: 'ours, by prefix',
      rule: `${rule}.`,
      trustValidators: false,
    }),
    createOurs({
      ...about,
      name: 'ours, by prefix, trustValidators',
      rule: `${rule} and the origin’s validators follow the content.`,
      trustValidators: true,
    }),
    pathPrefixes,
    dirtyDirectories,
  ]
}
