import { describe, test, type TestContext } from 'vitest'
import { JUDGES } from './judged-edge.ts'
import {
  HOST,
  createJudgedWorld,
  plannedPaths,
  type Files,
  type JudgedWorld,
  type JudgedWorldOptions,
} from './judged-world.ts'
import { isRequired, skipLoudly } from './skip-loudly.ts'

const OLD: Files = {
  'index.html': 'home 1',
  'about.html': 'about',
  'blog/index.html': 'blog 1',
  'assets/app.js': 'app 1',
  'assets/logo.svg': 'logo',
  'assets/lazy-1a2b3c4d.js': 'lazy 1',
  'old.html': 'old',
}
const NEW: Files = {
  'index.html': 'home 2',
  'about.html': 'about',
  'blog/index.html': 'blog 2',
  'assets/app.js': 'app 2',
  'assets/logo.svg': 'logo',
  'assets/lazy-5e6f7a8b.js': 'lazy 2',
  'new.html': 'new',
}
const PATHS = [
  '/',
  '/index.html',
  '/about.html',
  '/about',
  '/blog/',
  '/blog/index.html',
  '/assets/app.js',
  '/assets/logo.svg',
  '/assets/lazy-1a2b3c4d.js',
  '/assets/lazy-5e6f7a8b.js',
  '/old.html',
  '/old',
  '/new.html',
  '/new',
]

/** What visitors get once NEW is live and nothing stale is left; the chunk that is gone stays for open tabs. */
const AFTER_NEW = [
  '200 home 2',
  '200 home 2',
  '200 about',
  '200 about',
  '200 blog 2',
  '200 blog 2',
  '200 app 2',
  '200 logo',
  '200 lazy 1',
  '200 lazy 2',
  '404 not found',
  '404 not found',
  '200 new',
  '200 new',
]

async function answersOf({ visit }: JudgedWorld): Promise<string[]> {
  const answers: string[] = []
  for (const path of PATHS) answers.push((await visit(path)).replace(/^\w+ /, ''))
  return answers
}

describe.each(JUDGES)('judged by $name', (judge) => {
  const { missing } = judge
  if (missing !== undefined) {
    skipLoudly(`The journey on ${judge.name}`, missing)
    test.runIf(isRequired())('is there', ({ expect }) => expect.fail(missing))
  }

  describe.skipIf(missing !== undefined).concurrent('a run', { timeout: 180_000 }, () => {
    /** OLD is live and settled, and both environments are full of it. */
    async function settledWorld(
      { expect, onTestFinished }: TestContext,
      options: JudgedWorldOptions = {},
    ): Promise<JudgedWorld> {
      const world = await createJudgedWorld(judge, onTestFinished, options)
      await world.ship(OLD)
      const first = await world.run()
      expect(first).toMatchObject({ code: 0, kind: 'fresh' })
      await world.warm(PATHS)
      return world
    }

    test('on an edge that nothing is known of purges this environment of the host', async ({
      expect,
      onTestFinished,
    }) => {
      const world = await createJudgedWorld(judge, onTestFinished)
      await world.ship(OLD)
      await world.warm(['/', '/from-long-ago'])
      const { done, lost } = await world.lostBy(['/', '/from-long-ago'], world.run)
      expect(done).toMatchObject({ code: 0, kind: 'fresh' })
      expect(world.edge.purges()).toEqual([{ hosts: [HOST] }])
      expect(lost).toEqual(['/', '/from-long-ago'])
      expect(await world.visit('/from-long-ago', 'Production')).toBe('HIT 404 not found')
    })

    test('leaves nothing stale, and only planned URLs lost their copy', async (context) => {
      const { expect } = context
      const world = await settledWorld(context)
      await world.ship(NEW)
      expect(await world.visit('/')).toBe('HIT 200 home 1')
      expect(await world.visit('/new')).toBe('HIT 404 not found')

      const { done, lost } = await world.lostBy(PATHS, world.run)

      expect(done).toMatchObject({ code: 0, kind: 'fresh' })
      expect(lost).toEqual(plannedPaths(done.plan, PATHS))
      expect(lost).toEqual(
        [
          '/',
          '/index.html',
          '/blog/',
          '/blog/index.html',
          '/assets/app.js',
          '/assets/lazy-5e6f7a8b.js',
          '/old.html',
          '/old',
          '/new.html',
          '/new',
        ].toSorted(),
      )
      expect(await answersOf(world)).toEqual(AFTER_NEW)
      expect(await world.visit('/about')).toBe('HIT 200 about')
      expect(await world.visit('/', 'Production')).toBe('HIT 200 home 1')
    })

    test('of the same build again purges nothing', async (context) => {
      const { expect } = context
      const world = await settledWorld(context)
      await world.ship(OLD)
      const { done, lost } = await world.lostBy(PATHS, world.run)
      expect(done).toMatchObject({ code: 0, kind: 'nothing-to-do' })
      expect(lost).toEqual([])
    })

    test('of A after a B whose purge failed clears what B left', async (context) => {
      const { expect } = context
      const world = await settledWorld(context)
      await world.ship(NEW)
      world.edge.setManner('forbid')
      expect(await world.run()).toMatchObject({ code: 1, kind: 'not-fresh' })
      world.edge.setManner('obey')
      // Nothing of OLD was evicted; what it did not have is asked for while NEW is live.
      const own = ['/assets/app.js?v=2', '/assets/lazy-5e6f7a8b.js?', '/new.html']
      await world.warm(own)

      await world.ship(OLD)
      const { done, lost } = await world.lostBy(PATHS, world.run)
      expect(done).toMatchObject({ code: 0, kind: 'fresh' })
      expect(lost).toEqual(plannedPaths(done.plan, PATHS))
      expect(lost).toContain('/new.html')
      for (const path of PATHS) expect(await world.visit(path)).not.toMatch(/2$|new$/)
    })

    test('on an edge that says yes and evicts nothing is not fresh, and the next one heals', async (context) => {
      const { expect } = context
      const world = await settledWorld(context)
      await world.ship(NEW)
      world.edge.setManner('ignore')
      const failed = await world.run()
      expect(failed).toMatchObject({ code: 1, kind: 'not-fresh' })
      expect(failed.line).toContain('old bytes')
      expect(await world.visit('/')).toBe('HIT 200 home 1')

      world.edge.setManner('obey')
      expect(await world.run()).toMatchObject({ code: 0, kind: 'fresh' })
      expect(await answersOf(world)).toEqual(AFTER_NEW)
    })

    test('where exact URLs are refused purges by prefixes, and no page beside them', async (context) => {
      const { expect } = context
      const world = await settledWorld(context, { refusesUrls: true })
      await world.ship({ ...NEW, 'index.html': OLD['index.html'] ?? '' })
      const { done, lost } = await world.lostBy(PATHS, world.run)
      expect(done).toMatchObject({ code: 0, kind: 'fresh' })
      expect(done.plan.requests.map(({ by }) => by)).not.toContain('hosts')
      expect(done.plan.requests.map(({ by }) => by)).toContain('prefixes')
      expect(lost).toEqual(plannedPaths(done.plan, PATHS))
      expect(lost).not.toContain('/about.html')
      expect(await answersOf(world)).toEqual(
        AFTER_NEW.map((answer) => answer.replace('home 2', 'home 1')),
      )
    })

    test('where exact URLs are refused takes the host for a changed home page', async (context) => {
      const { expect } = context
      const world = await settledWorld(context, { refusesUrls: true })
      await world.ship(NEW)
      const { done, lost } = await world.lostBy(PATHS, world.run)
      expect(done).toMatchObject({ code: 0, kind: 'fresh' })
      expect(world.edge.purges().at(-1)).toEqual({ hosts: [HOST] })
      expect(lost).toEqual(PATHS.toSorted())
      expect(await world.visit('/', 'Production')).toBe('HIT 200 home 1')
    })

    test('below a base purges nothing outside it', async ({ expect, onTestFinished }) => {
      const world = await createJudgedWorld(judge, onTestFinished, {
        config: { base: '/docs/' },
        below: 'docs',
      })
      await world.ship(OLD)
      const paths = ['/', '/docs/', '/docs/about', '/docs/from-long-ago']
      await world.warm(paths)
      const first = await world.lostBy(paths, world.run)
      expect(first.done).toMatchObject({ code: 0, kind: 'fresh' })
      expect(first.lost).toEqual(['/docs/', '/docs/about', '/docs/from-long-ago'])

      await world.ship(NEW)
      const second = await world.lostBy(paths, world.run)
      expect(second.done).toMatchObject({ code: 0, kind: 'fresh' })
      expect(second.lost).toEqual(['/docs/'])
      expect(await world.visit('/docs/')).toBe('HIT 200 home 2')
      expect(await world.visit('/docs/about')).toBe('HIT 200 about')
    })
  })
})
