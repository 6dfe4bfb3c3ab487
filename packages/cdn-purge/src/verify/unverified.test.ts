import { createManifest, diff, plan, type Manifest } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { optionsWith } from '../../test/options.ts'
import { siteOf } from '../build/site-of.ts'
import { unverified } from './unverified.ts'
import type { Verdict } from './verdict.ts'

const SITE = siteOf(optionsWith())
const ORIGIN = 'https://www.example.com'
const LIMITS = { maxUrls: 100, maxKeys: 100, acceptsUrls: true }

function manifestOf(files: Readonly<Record<string, string>>): Manifest {
  return createManifest(
    Object.entries(files).map(([path, bytes]) => ({
      path,
      size: 1,
      digest: `test-${bytes}`,
      fingerprinted: false,
    })),
  )
}

const BEFORE = manifestOf({ 'a.js': '1', 'b.js': '1', 'c.js': '1', 'gone.js': '1', 'same.js': '1' })
const AFTER = manifestOf({ 'a.js': '2', 'b.js': '2', 'c.js': '2', 'same.js': '1' })
const PLAN = plan(diff([BEFORE], AFTER), SITE, { limits: LIMITS })

function seen(
  path: string,
  origin: Verdict['origin'] = 'unasked',
  kind: Verdict['kind'] = 'fresh',
): Verdict {
  const base = { kept: path === 'same.js', cacheStatus: 'MISS', colo: undefined, why: '' }
  return { ...base, url: `${ORIGIN}/${path}`, path, kind, origin }
}

interface Case {
  readonly name: string
  readonly verdicts: readonly Verdict[]
  readonly paths: readonly string[]
}

test.for<Case>([
  { name: 'nothing, where all that was looked at is right', verdicts: [seen('a.js')], paths: [] },
  {
    name: 'what gave no answer',
    verdicts: [seen('a.js'), seen('b.js', 'unanswered', 'unknown')],
    paths: ['b.js'],
  },
  {
    name: 'nothing that was kept',
    verdicts: [seen('a.js'), seen('same.js', 'unanswered', 'unknown')],
    paths: [],
  },
  {
    name: 'what is still there, and nothing else',
    verdicts: [seen('a.js'), seen('gone.js', 'unbuilt')],
    paths: ['gone.js'],
  },
  {
    name: 'all that was not seen right, where a file of the build is missing',
    verdicts: [seen('a.js'), seen('b.js', 'unbuilt')],
    paths: ['b.js', 'c.js', 'gone.js'],
  },
])('$name', ({ verdicts, paths }) => {
  expect([...unverified(PLAN, AFTER, verdicts)].toSorted()).toEqual(
    paths.map((path) => `${ORIGIN}/${path}`),
  )
})
