import type { Mutant } from '../mutant.ts'

const HEADERS = 'packages/core/src/changes/header-changes.ts'
const REDIRECTS = 'packages/core/src/changes/redirect-changes.ts'
const REWRITES = 'packages/core/src/changes/rewrite-changes.ts'
const RULES = 'packages/core/src/changes/rule-changes.ts'
const ORACLE = 'packages/core/src/changes/rule-changes-oracle.test.ts'
const TABLE = 'packages/core/src/changes/rule-changes.test.ts'

/** Wrong answers to what the host's rules change. */
export const OF_RULES: readonly Mutant[] = [
  {
    name: 'copies with old headers are kept',
    breaks: 'Only response headers differ: evict the URLs that the rule matches.',
    edits: [{ file: HEADERS, text: 'if (urls.length === 0) continue', becomes: 'continue' }],
    tests: [TABLE],
  },
  {
    name: 'headers of a fingerprinted name are taken for right',
    breaks: 'A name vouches for bytes, not for headers.',
    edits: [
      {
        file: HEADERS,
        text: 'if (urls.length === 0) continue',
        becomes: 'if (urls.length === 0 || fingerprinted) continue',
      },
    ],
    tests: [TABLE],
  },
  {
    name: 'rules are read as one of the hosts does',
    breaks: 'The output does not say which host it is for.',
    edits: [
      {
        file: HEADERS,
        text: 'const readings = DIALECTS.map(',
        becomes: 'const readings = DIALECTS.slice(1).map(',
      },
    ],
    tests: [ORACLE],
  },
  {
    name: 'a redirect that is gone is forgotten',
    breaks: 'A redirect added, changed or removed: evict its sources.',
    edits: [
      {
        file: REDIRECTS,
        text: 'const differing = differingRules(before, after)',
        becomes:
          'const differing = differingRules(before, after).filter((rule) => after.some(({ from }) => from === rule.from))',
      },
    ],
    tests: [TABLE],
  },
  {
    name: 'a changed redirect is forgotten',
    breaks: 'A redirect added, changed or removed: evict its sources.',
    edits: [
      {
        file: REDIRECTS,
        text: 'if (urls.length > 0) changes.set(from, { ...about, urls })',
        becomes: 'if (urls.length > 9) changes.set(from, { ...about, urls })',
      },
    ],
    tests: ['test/journey/rules.test.ts'],
    named: 'a redirect that goes elsewhere, and one that is gone',
  },
  {
    name: 'what a wildcard matches is only purged where files are known',
    breaks: 'Any path that the source matches may be cached.',
    edits: [
      {
        file: REDIRECTS,
        text: 'if (below.length > 0)',
        becomes: 'if (below.length > 9)',
      },
    ],
    tests: [ORACLE],
  },
  {
    name: 'the bytes behind a rewrite are forgotten',
    breaks: 'A URL that answers with the bytes of another path is stale with it.',
    edits: [
      {
        file: REWRITES,
        text: 'if (to === undefined || changes.has(from)) continue',
        becomes: 'continue',
      },
    ],
    tests: [TABLE],
  },
  {
    name: 'rules are compared with those of the newest build alone',
    breaks: 'A URL needs eviction if any build of the baseline had it answered otherwise.',
    edits: [
      {
        file: RULES,
        text: 'const others = baseline.filter(',
        becomes: 'const others = baseline.slice(-1).filter(',
      },
    ],
    tests: [TABLE],
  },
  {
    name: 'rules that were not read count as none',
    breaks: 'What is not known of a build is said.',
    edits: [
      {
        file: RULES,
        text: 'rulesOf(build) ?? (build.assets.has(file) ? undefined : [])',
        becomes: 'rulesOf(build) ?? []',
      },
    ],
    tests: [TABLE],
  },
  {
    name: 'equal bytes prove that headers are right',
    breaks: 'Of a URL with other headers the bytes tell nothing.',
    edits: [
      {
        file: 'packages/cdn-purge/src/verify/verify.ts',
        text: 'if (check.headers) {',
        becomes: 'if (check.headers && !asset) {',
      },
    ],
    tests: ['test/journey/rules.test.ts'],
    named: 'a copy with old headers that a purge left there is found, and healed',
  },
]
