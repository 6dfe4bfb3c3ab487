import type { Plan } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import type { Framework } from './framework.ts'
import { planProblems, type Rebuilt } from './plan-problems.ts'

const FRAMEWORK: Pick<Framework, 'remembers' | 'secondBuild'> = {
  remembers: { site: 'https://www.example.com', base: '/docs/' },
  secondBuild: {
    edit: { file: 'a.md', from: 'x', to: 'y' },
    hashed: /^assets\//,
    reasons: [
      [/^a\.html$/, /^other content$/],
      [/\.html$/, /^only hash references$/],
    ],
    cause: /hash references/,
  },
}

const URLS = ['a.html', 'a', 'cdn-purge.json', 'index.html', '', 'assets/app-2.js'].map(
  (name) => `https://www.example.com/docs/${name}`,
)

/** A second build whose plan is as it should be. */
const GOOD: Rebuilt = {
  before: new Map([
    ['a.html', '1'],
    ['cdn-purge.json', '1'],
    ['index.html', '1'],
    ['assets/app-1.js', '1'],
    ['robots.txt', '1'],
  ]),
  after: new Map([
    ['a.html', '2'],
    ['cdn-purge.json', '2'],
    ['index.html', '2'],
    ['assets/app-2.js', '2'],
    ['robots.txt', '1'],
  ]),
  plan: planOf([...URLS, 'https://www.example.com/docs']),
}

function planOf(targets: readonly string[], changed: Partial<Rebuilt['plan']> = {}) {
  const plan: Pick<Plan, 'changes' | 'requests' | 'notes'> = {
    changes: [
      { kind: 'changed', path: 'a.html', reason: 'other content', fingerprinted: false },
      { kind: 'removed', path: 'assets/app-1.js', reason: 'gone', fingerprinted: true },
      { kind: 'added', path: 'assets/app-2.js', reason: 'new', fingerprinted: true },
      {
        kind: 'changed',
        path: 'cdn-purge.json',
        reason: 'only hash references',
        fingerprinted: false,
      },
      { kind: 'changed', path: 'index.html', reason: 'only hash references', fingerprinted: false },
    ],
    requests: [{ action: 'purge', by: 'files', targets, reason: '' }],
    notes: [{ code: 'shared-cause', text: 'All differ only in hash references.' }],
    ...changed,
  }
  return plan
}

function problemsOf(plan: Rebuilt['plan']): string[] {
  return planProblems(FRAMEWORK, { ...GOOD, plan })
}

test('a plan that is as it should be has no problem', () => {
  expect(planProblems(FRAMEWORK, GOOD)).toEqual([])
})

interface Case {
  readonly name: string
  readonly plan: Rebuilt['plan']
  readonly problems: readonly string[]
}

const all = [...URLS, 'https://www.example.com/docs']
const { changes } = GOOD.plan

test.for<Case>([
  {
    name: 'a URL too many',
    plan: planOf([...all, 'https://www.example.com/docs/robots.txt']),
    problems: ['purges https://www.example.com/docs/robots.txt without need'],
  },
  {
    name: 'a URL too few',
    plan: planOf(all.slice(1)),
    problems: ['purges not https://www.example.com/docs/a.html'],
  },
  {
    name: 'a file that did not change',
    plan: planOf(all, {
      changes: [
        ...changes,
        { kind: 'changed', path: 'robots.txt', reason: 'other content', fingerprinted: false },
      ],
    }),
    problems: ['lists robots.txt without need', 'robots.txt has "other content", not no change'],
  },
  {
    name: 'a page that is not listed',
    plan: planOf(all, { changes: changes.slice(1) }),
    problems: ['lists not a.html', 'nothing like /^a\\.html$/ has changed'],
  },
  {
    name: 'another reason',
    plan: planOf(all, {
      changes: changes.map((change) => ({ ...change, reason: 'other content' })),
    }),
    problems: [
      'cdn-purge.json has "other content", not /^(?:only hash references|other bytes)$/',
      'index.html has "other content", not /^only hash references$/',
    ],
  },
  {
    name: 'no cause',
    plan: planOf(all, { notes: [] }),
    problems: ['says not /hash references/, but: nothing'],
  },
])('$name is one', ({ plan, problems }) => {
  expect(problemsOf(plan)).toEqual(problems)
})

test('a cause that nobody expects is one', () => {
  const { remembers, secondBuild } = FRAMEWORK
  const { cause: _, ...silent } = secondBuild
  expect(planProblems({ remembers, secondBuild: silent }, GOOD)).toEqual([
    'says without need: All differ only in hash references.',
  ])
})

test('a whole site is one prefix, and nothing else', () => {
  const { remembers, secondBuild } = FRAMEWORK
  const whole = { remembers, secondBuild: { ...secondBuild, wholeSite: true } }
  const prefix: Plan['requests'][number] = {
    action: 'purge',
    by: 'prefixes',
    targets: ['www.example.com/docs'],
    reason: '',
  }
  expect(planProblems(whole, { ...GOOD, plan: planOf([], { requests: [prefix] }) })).toEqual([])
  expect(planProblems(whole, GOOD)).not.toEqual([])
})
