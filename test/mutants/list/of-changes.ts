import type { Mutant } from '../mutant.ts'

const DIFF = 'packages/core/src/changes/diff.ts'
const TREATMENT = 'packages/core/src/changes/treatment.ts'
const URLS = 'packages/core/src/site/urls.ts'

/** Wrong answers to what changed, and which URLs that reaches. */
export const OF_CHANGES: readonly Mutant[] = [
  {
    name: 'removed URLs are forgotten',
    breaks: 'Stable and removed: evict, gone means gone.',
    edits: [
      {
        file: DIFF,
        text: 'asset ? compare(before, asset) : removal(before)',
        becomes: 'asset ? compare(before, asset) : undefined',
      },
    ],
    tests: ['packages/core/src/changes/diff.test.ts'],
  },
  {
    name: 'added URLs are skipped',
    breaks: 'Added: evict, the edge may hold a cached 404 there.',
    edits: [{ file: DIFF, text: 'if (absent > 0) {', becomes: 'if (absent < 0) {' }],
    tests: ['packages/core/src/changes/diff.test.ts'],
  },
  {
    name: 'the new build is compared with the newest of the baseline alone',
    breaks: 'A URL needs eviction if any manifest of the baseline had other bytes there.',
    edits: [
      {
        file: DIFF,
        text: 'for (const earlier of before) {',
        becomes: 'for (const earlier of before.slice(-1)) {',
      },
    ],
    tests: ['packages/core/src/changes/diff.test.ts'],
  },
  {
    name: 'a fingerprinted name with other bytes is kept',
    breaks: 'Fingerprinted, same name, other bytes: evict.',
    edits: [
      {
        file: TREATMENT,
        text: "change.kind === 'removed' && change.fingerprinted",
        becomes: "change.kind !== 'added' && change.fingerprinted",
      },
    ],
    tests: ['packages/core/src/changes/treatment.test.ts'],
  },
  {
    name: 'an added fingerprinted name is not purged',
    breaks: 'Fingerprinted and added: evict, it heals a cached 404 at a new chunk.',
    edits: [
      {
        file: TREATMENT,
        text: "change.kind === 'removed' && change.fingerprinted",
        becomes: "change.kind !== 'changed' && change.fingerprinted",
      },
    ],
    tests: ['packages/core/src/changes/treatment.test.ts'],
  },
  {
    name: 'a removed fingerprinted name is purged',
    breaks: 'Fingerprinted and removed: keep, open tabs still ask for it.',
    edits: [
      {
        file: TREATMENT,
        text: "!(change.kind === 'removed' && change.fingerprinted)",
        becomes: "change.path !== ''",
      },
    ],
    tests: ['packages/core/src/changes/treatment.test.ts'],
  },
  {
    name: 'a removed name that held different bytes counts as fingerprinted',
    breaks: 'Only a name that vouches for its bytes is kept.',
    edits: [
      {
        file: DIFF,
        text: 'fingerprinted: named && sameBytes }',
        becomes: 'fingerprinted: named }',
      },
    ],
    tests: ['packages/core/src/changes/diff.test.ts'],
  },
  {
    name: 'the address of a folder without its slash is forgotten',
    breaks: 'Routes: `a/index.html` is `/a/index.html`, `/a/` and `/a`.',
    edits: [
      { file: URLS, text: '    if (trailingSlash !== true) found.push(folder)\n', becomes: '' },
    ],
    tests: ['packages/core/src/site/urls.test.ts'],
  },
  {
    name: 'the clean address of a page is forgotten',
    breaks: 'Routes: `a.html` is `/a.html` and `/a`.',
    edits: [{ file: URLS, text: 'else if (cleanUrls !== false)', becomes: 'else if (false)' }],
    tests: ['packages/core/src/site/urls.test.ts'],
  },
  {
    name: 'the second address of the site is forgotten',
    breaks: 'Routes: each on every configured origin.',
    edits: [
      {
        file: URLS,
        text: 'for (const { origin, host, root } of origins) {',
        becomes: 'for (const { origin, host, root } of origins.slice(0, 1)) {',
      },
    ],
    tests: ['packages/core/src/site/urls.test.ts'],
  },
]
