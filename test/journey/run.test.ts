import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PurgeError } from '@cdn-purge/core'
import type { Fault } from '@cdn-purge/edge'
import { describe, test } from 'vitest'
import { onBuild } from '../../packages/cdn-purge/src/on-build.ts'
import {
  CDN,
  HOST,
  createWorld,
  lostCopies,
  plannedCopies,
  type Done,
  type Files,
  type OnTestFinished,
  type World,
  type WorldOptions,
} from './world.ts'

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
const URLS = [
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

/** Runs, and gives which copies were lost beside which were planned to be. */
async function watched(
  { edge }: World,
  work: () => Promise<Done>,
): Promise<Done & { lost: string[]; planned: string[] }> {
  const before = edge.cache()
  const done = await work()
  const plan = done.plans.at(-1)
  return {
    ...done,
    lost: lostCopies(before, edge.cache()).toSorted(),
    planned: plan ? plannedCopies(plan, before).toSorted() : [],
  }
}

/** A world whose first build is live, settled, and cached in both environments. */
async function settledWorld(
  onTestFinished: OnTestFinished,
  options: WorldOptions = {},
): Promise<World> {
  const world = await createWorld(onTestFinished, options)
  const first = await world.release(OLD)
  if (first.result.kind !== 'fresh') throw new Error(first.line)
  await world.warm(URLS)
  world.purges()
  return world
}

/** Begins and uploads a build. */
async function ship({ build, begin, upload }: World, files: Files): Promise<void> {
  await build(files)
  await begin()
  await upload()
}

describe.concurrent('what a run purges', () => {
  test('no planned URL is HIT with old bytes, and only planned URLs lost their copy', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished)
    await ship(world, NEW)
    expect(await world.visit('/')).toBe('HIT 200 home 1')
    expect(await world.visit('/new')).toBe('HIT 404 not found')

    const { line, lost, planned, plans } = await watched(world, () => world.run())

    expect(line).toMatch(/^Fresh: \d+ URLs checked/)
    expect(lost).toEqual(planned)
    expect(lost).toEqual(
      [
        '/',
        '/index.html',
        '/blog',
        '/blog/',
        '/blog/index.html',
        '/assets/app.js',
        '/assets/lazy-5e6f7a8b.js',
        '/old.html',
        '/old',
        '/new.html',
        '/new',
        '/cdn-purge.json',
      ]
        .map((path) => `Staging http://${HOST}${path}`)
        .toSorted(),
    )
    expect(plans).toHaveLength(1)
    expect(await world.visit('/')).toMatch(/ 200 home 2$/)
    expect(await world.visit('/blog/')).toMatch(/ 200 blog 2$/)
    expect(await world.visit('/assets/app.js')).toMatch(/ 200 app 2$/)
    expect(await world.visit('/assets/lazy-5e6f7a8b.js')).toMatch(/ 200 lazy 2$/)
    expect(await world.visit('/new')).toMatch(/ 200 new$/)
    expect(await world.visit('/old')).toMatch(/ 404 not found$/)
    expect(await world.visit('/about')).toBe('HIT 200 about')
    // Open tabs and old pages still ask for it.
    expect(await world.visit('/assets/lazy-1a2b3c4d.js')).toBe('HIT 200 lazy 1')
    expect(await world.visit('/', 'Production')).toBe('HIT 200 home 1')
    expect(await world.deploys()).toEqual(['settled'])
  })

  test('the same build again purges nothing', async ({ expect, onTestFinished }) => {
    const world = await settledWorld(onTestFinished)
    await ship(world, OLD)
    const { line, lost, result } = await watched(world, () => world.run())
    expect(line).toBe('Nothing to do: no URL of this build differs from what the edge may hold.')
    expect([result.kind, lost, world.purges()]).toEqual(['nothing-to-do', [], []])
    expect(await world.deploys()).toEqual(['settled'])
  })

  test('A, B whose purge failed, A again: what B put there is purged', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished)
    await ship(world, NEW)
    world.edge.setFaults([{ on: 'api', match: 'purge_cache', kind: 'fail', status: 403 }])
    expect((await world.run()).line).toMatch(/^Not fresh: 0 of 1 requests were accepted\./)
    world.edge.setFaults([])
    await world.warm(URLS)
    const homeOfB = await world.visit('/new')
    expect(homeOfB).toMatch(/^HIT/)

    await ship(world, OLD)
    const { line, lost, planned } = await watched(world, () => world.run())
    expect(line).toMatch(/^Fresh: /)
    expect(lost).toEqual(planned)
    expect(lost).toContain(`Staging http://${HOST}/new.html`)
    for (const url of URLS) expect(await world.visit(url)).not.toMatch(/2$|new$/)
  })

  test('a URL below a folder, with odd characters, is purged as browsers ask for it', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await createWorld(onTestFinished)
    const odd = 'bilder/größe & mehr #1?.svg'
    await world.release({ ...OLD, [odd]: '1' })
    const url = '/bilder/gr%C3%B6%C3%9Fe%20&%20mehr%20%231%3F.svg'
    await world.warm([url])
    await ship(world, { ...OLD, [odd]: '2' })
    expect(await world.visit(url)).toBe('HIT 200 1')
    const { line, lost } = await watched(world, () => world.run())
    expect(line).toMatch(/^Fresh: /)
    expect(lost).toContain(`Staging http://${HOST}${url}`)
    expect(await world.visit(url)).toMatch(/ 200 2$/)
  })
})

describe.concurrent('what goes wrong on the way to the edge', () => {
  interface Broken {
    readonly name: string
    readonly fault: Fault
    readonly says: RegExp
  }

  test.for<Broken>([
    {
      name: 'an answer 200 with `success: false`',
      fault: { on: 'api', match: 'purge_cache', kind: 'success-false' },
      says: /^Not fresh: 0 of 1 requests were accepted\./,
    },
    {
      name: 'an answer without a result',
      fault: { on: 'api', match: 'purge_cache', kind: 'null-result' },
      says: /^Not fresh: 0 of 1 requests were accepted\./,
    },
    {
      name: 'a page of HTML',
      fault: { on: 'api', match: 'purge_cache', kind: 'html' },
      says: /^Not fresh: 0 of 1 requests were accepted\./,
    },
    {
      name: 'a token that may not purge',
      fault: { on: 'api', match: 'purge_cache', kind: 'fail', status: 403, code: 10000 },
      says: /^Not fresh: 0 of 1 requests were accepted\. .*403/,
    },
    {
      name: 'an edge that answers 200 and evicts nothing',
      fault: { on: 'api', match: 'purge_cache', kind: 'ignore' },
      says: /^Not fresh: http:\S+ and \d+ more still answer with old bytes after the purge\./,
    },
  ])(
    '$name: not fresh, the record stays open, and the next run finishes',
    async (broken, { expect, onTestFinished }) => {
      const world = await settledWorld(onTestFinished)
      await ship(world, NEW)
      world.edge.setFaults([broken.fault])
      const failed = await watched(world, () => world.run())
      expect(failed.line).toMatch(broken.says)
      expect(failed.line).toContain('Its record stays open')
      expect(await world.deploys()).toEqual(['settled', 'open'])

      world.edge.setFaults([])
      const { line } = await world.run()
      expect(line).toMatch(/^Fresh: /)
      expect(await world.visit('/')).toMatch(/home 2$/)
      expect(await world.deploys()).toEqual(['settled'])
    },
  )

  test('an answer that got lost is asked for again, as purges may be repeated', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished)
    await ship(world, NEW)
    world.edge.setFaults([{ on: 'api', match: 'purge_cache', kind: 'cut-after', nth: 1 }])
    const { line, lost, planned } = await watched(world, () => world.run())
    expect(line).toMatch(/^Fresh: /)
    expect(lost).toEqual(planned)
    expect(world.purges()).toHaveLength(2)
  })

  test('an API that cannot be reached: nothing is purged, and the record stays open', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished)
    await ship(world, NEW)
    const env = { CLOUDFLARE_BASE_URL: 'http://127.0.0.1:9/client/v4' }
    const { lost } = await watched(world, async () => {
      await expect(world.run({ env })).rejects.toMatchObject({ code: 'api-unreachable' })
      return { plans: [], outcomes: [], line: '', result: { kind: 'fresh', checked: 0 } }
    })
    expect(lost).toEqual([])
    expect(await world.deploys()).toEqual(['settled', 'open'])
    expect((await world.run()).line).toMatch(/^Fresh: /)
  })

  test('after an interruption the record stays open, and the next run sends only the rest', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished)
    const more = Object.fromEntries(
      Array.from({ length: 1_100 }, (_, index) => [`page-${index}.txt`, `${index}`]),
    )
    await ship(world, { ...NEW, ...more })
    const controller = new AbortController()
    const { line, outcomes } = await world.run({
      signal: controller.signal,
      onEvent(event) {
        if (event.kind === 'sent') controller.abort()
      },
    })
    expect(outcomes).toEqual(['accepted', 'not-sent', 'not-sent'])
    expect(line).toMatch(/^Not fresh: 1 of 3 requests were accepted\. .*interrupted/)
    expect(line).toContain('run `cdn-purge run` again')
    expect(await world.deploys()).toEqual(['settled', 'open'])

    const before = world.edge.requests().length
    const next = await world.run()
    expect(next.line).toMatch(/^Fresh: /)
    expect(next.outcomes).toEqual(['accepted', 'accepted'])
    const sent = world.edge.requests().slice(before)
    expect(sent.filter(({ path }) => path?.endsWith('purge_cache'))).toHaveLength(2)
    expect(await world.visit('/')).toMatch(/home 2$/)
  })
})

describe.concurrent('an environment that refuses exact URLs', () => {
  const refusing = { edge: { unknowns: { refuseUrlsOn: ['Staging'] } } }

  test('is purged by prefixes instead, which is shown before it is done', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished, refusing)
    const { 'index.html': _, ...rest } = NEW
    await ship(world, { ...rest, 'index.html': OLD['index.html'] ?? '' })
    const { line, lost, planned, plans } = await watched(world, () => world.run())
    expect(line).toMatch(
      /^Fresh: .* wider than the changed URLs because the environment refuses exact URLs/,
    )
    expect(plans.map(({ requests }) => requests[0]?.by)).toEqual(['files', 'prefixes'])
    expect(plans[1]?.notes.map(({ code }) => code)).toContain('url-refused')
    expect(lost).toEqual(planned)
    expect(lost).not.toContain(`Staging http://${HOST}/about.html`)
    expect(await world.visit('/blog/')).toMatch(/blog 2$/)
  })

  test('takes the host where the home page changed', async ({ expect, onTestFinished }) => {
    const world = await settledWorld(onTestFinished, refusing)
    await ship(world, NEW)
    const { line, lost, planned } = await watched(world, () => world.run())
    expect(line).toMatch(/^Fresh: /)
    expect(world.purges().at(-1)).toEqual({ hosts: [HOST] })
    expect(lost).toEqual(planned)
  })

  test('is left alone with `onUrlRefused: "fail"`', async ({ expect, onTestFinished }) => {
    const world = await settledWorld(onTestFinished, {
      ...refusing,
      options: { onUrlRefused: 'fail' },
    })
    await ship(world, NEW)
    const { line, lost, result } = await watched(world, () => world.run())
    expect([result.kind, lost]).toEqual(['not-fresh', []])
    expect(line).toContain('1136')
  })
})

describe.concurrent('what is known of the edge', () => {
  test('the first run purges the host once, and nothing of another one', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await createWorld(onTestFinished)
    await ship(world, OLD)
    await world.warm(['/', '/from-long-ago', `http://${CDN}/index.html`])
    const { line, lost, plans } = await watched(world, () => world.run())
    expect(line).toMatch(/^Fresh: /)
    expect(world.purges()).toEqual([{ hosts: [HOST] }])
    expect(plans[0]?.notes.map(({ code }) => code)).toEqual(['no-baseline', 'whole-site'])
    expect(lost).toEqual([`Staging http://${HOST}/`, `Staging http://${HOST}/from-long-ago`])

    await ship(world, NEW)
    await world.run()
    expect(world.purges()).toMatchObject([{ files: expect.anything() }])
  })

  test('below a base the first run purges the base', async ({ expect, onTestFinished }) => {
    const world = await createWorld(onTestFinished, { docs: 'docs', options: { base: '/docs/' } })
    await ship(world, OLD)
    await world.warm(['/', '/docs/', '/docs/from-long-ago'])
    const { line, lost } = await watched(world, () => world.run())
    expect(line).toMatch(/^Fresh: /)
    expect(world.purges()).toEqual([{ prefixes: [`${HOST}/docs`] }])
    expect(lost).toEqual([
      `Staging http://${HOST}/docs/`,
      `Staging http://${HOST}/docs/from-long-ago`,
    ])

    await world.warm(['/docs/about', '/docs/', '/docs/assets/app.js'])
    await ship(world, NEW)
    const second = await watched(world, () => world.run())
    expect(second.line).toMatch(/^Fresh: /)
    expect(second.lost).toEqual(second.planned)
    expect(await world.visit('/docs/')).toMatch(/home 2$/)
    expect(await world.visit('/docs/about')).toBe('HIT 200 about')
  })

  test('with "stable" only URLs of the new build go, and that is not proof: not now and not later', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await createWorld(onTestFinished, { options: { onUnknownBaseline: 'stable' } })
    await ship(world, OLD)
    await world.warm([...URLS, '/from-long-ago'])
    const { line, lost, planned } = await watched(world, () => world.run())
    expect(line).toMatch(/^Done, unproven: .*pages that an older build alone had/)
    expect(lost).toEqual(planned)
    expect(await world.visit('/from-long-ago')).toMatch(/^HIT/)
    expect(lost).not.toContain(`Staging http://${HOST}/assets/lazy-1a2b3c4d.js`)

    await ship(world, NEW)
    const second = await watched(world, () => world.run())
    expect(second.line).toMatch(/^Done, unproven: /)
    expect(second.lost).not.toContain(`Staging http://${HOST}/about.html`)
  })

  test('with "fail" nothing is purged and nothing is settled', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await createWorld(onTestFinished, { options: { onUnknownBaseline: 'fail' } })
    await ship(world, OLD)
    await world.warm(URLS)
    await expect(world.run()).rejects.toMatchObject({
      code: 'unknown-baseline',
      hint: expect.stringContaining('Nothing was purged'),
    })
    expect([world.purges(), await world.deploys()]).toEqual([[], ['open']])
  })

  test('a build that nobody began is purged, and that is not proof', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished)
    await world.build(NEW)
    await world.upload()
    const { line } = await world.run()
    expect(line).toMatch(/^Done, unproven: Nobody recorded this build before it went live/)
    expect(await world.visit('/')).toMatch(/home 2$/)
    expect(await world.deploys()).toEqual(['settled'])
  })

  test('nor is it proof when such a run failed first and succeeds later', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished)
    await world.build(NEW)
    await world.upload()
    world.edge.setFaults([{ on: 'api', match: 'purge_cache', kind: 'success-false' }])
    expect((await world.run()).line).toMatch(/^Not fresh: /)
    world.edge.setFaults([])
    expect((await world.run()).line).toMatch(/^Done, unproven: Nobody recorded this build/)
  })

  test('routes that changed put the baseline in doubt once', async ({ expect, onTestFinished }) => {
    const world = await settledWorld(onTestFinished)
    const options = { cleanUrls: true }
    await world.build(OLD)
    await world.begin(options)
    await world.upload()
    const { plans, line } = await world.run({ options })
    expect(plans[0]?.notes.map(({ code }) => code)).toContain('other-site')
    expect(line).toMatch(/^Fresh: /)
    expect(world.purges()).toEqual([{ hosts: [HOST] }])
    expect((await world.run({ options })).result.kind).toBe('nothing-to-do')
  })

  test('a record cut in half is told, and widens once', async ({ expect, onTestFinished }) => {
    const world = await settledWorld(onTestFinished)
    const records = join(world.project, '.cdn-purge')
    const files = await readdir(records, { recursive: true })
    const settled = files.find((file) => /records.*settled/.test(file)) ?? ''
    const text = await readFile(join(records, settled), 'utf8')
    await writeFile(join(records, settled), text.slice(0, 20))
    await ship(world, NEW)
    const { plans, result } = await world.run()
    expect(plans[0]?.notes.map(({ code }) => code)).toContain('damaged-record')
    expect(world.purges()).toEqual([{ hosts: [HOST] }])
    // A file that only the damaged build had may still be served.
    expect(result).toMatchObject({ kind: 'unproven', reasons: [{ code: 'left-over' }] })

    await ship(world, OLD)
    const { line } = await world.run()
    expect(line).toMatch(/^Fresh: /)
    expect(world.purges()).toMatchObject([{ files: expect.anything() }])
  })
})

describe.concurrent('what is live', () => {
  test('a build that is not live is not purged, and its record stays open', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished)
    await world.build(NEW)
    await world.begin()
    const { line, lost } = await watched(world, () => world.run())
    expect(line).toMatch(/^Not fresh: Build [0-9a-f]{12} is live, not this one\./)
    expect(lost).toEqual([])
    expect(world.purges()).toEqual([])
    expect(await world.deploys()).toEqual(['settled', 'open'])

    await world.upload()
    expect((await world.run()).line).toMatch(/^Fresh: /)
  })

  test('a build whose marker arrived before its files is not live', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished)
    await ship(world, NEW)
    await writeFile(join(world.project, 'docroot/assets/app.js'), 'app 1')
    const { line, lost } = await watched(world, () => world.run())
    expect(line).toMatch(
      /^Not fresh: Still mixed: \S+app\.js answers with the bytes of an older build/,
    )
    expect(lost).toEqual([])
  })

  test('without a marker the bytes tell, from the first build on', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished, { options: { marker: false } })
    await world.build(NEW)
    await world.begin()
    expect((await world.run()).line).toMatch(/^Not fresh: Build [0-9a-f]{12} is live, not this one/)
    await world.upload()
    expect((await world.run()).line).toMatch(/^Fresh: /)
    expect(await readdir(join(world.project, 'dist'))).not.toContain('cdn-purge.json')
  })

  test('without a marker a build that only lost a page is live once the page is gone', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished, { options: { marker: false } })
    const { 'old.html': _, ...rest } = OLD
    await world.build(rest)
    await world.begin()
    expect((await world.run()).line).toMatch(/^Not fresh: /)
    await world.upload()
    expect((await world.run()).line).toMatch(/^Fresh: /)
    expect(await world.visit('/old')).toMatch(/404 not found$/)
  })

  test('it is waited for', async ({ expect, onTestFinished }) => {
    const world = await settledWorld(onTestFinished, { options: { waitForLive: '20s' } })
    await world.build(NEW)
    await world.begin()
    const { line } = await world.run({
      onEvent(event) {
        if (event.kind === 'waiting' && event.waitedMs < 400) void world.upload()
      },
    })
    expect(line).toMatch(/^Fresh: /)
  })

  test('what a postbuild step changed after the record was begun is purged and recorded', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished)
    await world.build(NEW)
    await world.begin()
    await writeFile(join(world.project, 'dist/sitemap.xml'), 'sitemap 1')
    await world.upload()
    await world.warm(['/sitemap.xml'])
    expect((await world.run()).line).toMatch(/^Fresh: /)

    await world.warm(['/sitemap.xml'])
    await ship(world, NEW)
    const { lost } = await watched(world, () => world.run())
    expect(lost).toContain(`Staging http://${HOST}/sitemap.xml`)
  })

  test('a deploy that another machine has open stays in the baseline of both', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished)
    await world.build(NEW)
    await world.begin()
    // The other machine deploys a third build meanwhile, and is done first.
    const third = { ...OLD, 'index.html': 'home 3' }
    expect((await world.release(third)).line).toMatch(/^Fresh: /)
    expect(await world.deploys()).toEqual(['open', 'settled'])

    await world.build(NEW)
    await world.begin()
    await world.upload()
    const { line } = await world.run()
    expect(line).toMatch(/^Fresh: /)
    expect(await world.visit('/')).toMatch(/home 2$/)
    expect(await world.deploys()).toEqual(['settled'])
  })
})

describe.concurrent('what is reviewed', () => {
  test('a plan is applied as it stands, and only once', async ({ expect, onTestFinished }) => {
    const world = await settledWorld(onTestFinished)
    await ship(world, NEW)
    const plan = await world.preview()
    const { line, lost } = await watched(world, () => world.apply(plan))
    expect(line).toMatch(/^Fresh: /)
    expect(world.purges()).toEqual([{ files: plan.requests[0]?.targets }])
    expect(lost).toContain(`Staging http://${HOST}/`)
    await expect(world.apply(plan)).rejects.toMatchObject({ code: 'plan-outdated' })
  })

  test('a plan is refused when the ledger moved on, or the build', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished)
    await ship(world, NEW)
    const plan = await world.preview()
    await writeFile(join(world.project, 'dist/extra.txt'), 'x')
    await expect(world.apply(plan)).rejects.toMatchObject({
      code: 'plan-outdated',
      message: 'The plan was made for another build than there is now.',
    })
    await world.build({ ...OLD, 'index.html': 'home 3' })
    await world.begin()
    await world.build(NEW)
    await expect(world.apply(plan)).rejects.toMatchObject({
      message: 'The plan was made for another state of the ledger than there is now.',
    })
    expect(world.purges()).toEqual([])
  })

  test('what a postbuild step changed is recorded by an applied plan too', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished)
    await world.build(NEW)
    await world.begin()
    await writeFile(join(world.project, 'dist/sitemap.xml'), 'sitemap 1')
    await world.upload()
    expect((await world.apply(await world.preview())).line).toMatch(/^Fresh: /)
    await world.warm(['/sitemap.xml'])
    await ship(world, NEW)
    const { lost } = await watched(world, () => world.run())
    expect(lost).toContain(`Staging http://${HOST}/sitemap.xml`)
  })

  test('a dry run writes nothing and purges nothing', async ({ expect, onTestFinished }) => {
    const world = await settledWorld(onTestFinished)
    await ship(world, NEW)
    const { line, lost } = await watched(world, () => world.run({ dryRun: true }))
    expect(line).toBe('Nothing to do: this is a dry run; 1 request would be sent.')
    expect([lost, world.purges()]).toEqual([[], []])
    expect(await world.deploys()).toEqual(['settled', 'open'])
  })
})

describe.concurrent('what is refused', () => {
  const many = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`page-${index}.html`, `page ${index}`]),
  )

  test('a build that lost many paths purges nothing, unless that is allowed', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await createWorld(onTestFinished)
    await world.release({ ...OLD, ...many })
    world.purges()
    await ship(world, OLD)
    await world.warm(['/page-0'])
    const { line } = await world.run()
    expect(line).toMatch(/^Not fresh: The build lost 40 of \d+ paths, first "page-0\.html"/)
    expect(line).toContain('--allow-removals')
    expect(world.purges()).toEqual([])
    expect((await world.run({ allowRemovals: true })).line).toMatch(/^Fresh: /)
  })

  test('everything is purged only when that is asked for', async ({ expect, onTestFinished }) => {
    const world = await settledWorld(onTestFinished)
    await ship(world, NEW)
    const { line } = await world.run({ everything: true })
    expect(world.purges()).toEqual([{ purge_everything: true }])
    expect(line).toMatch(/^Fresh: /)
    expect(await world.visit('/about', 'Production')).toBe('HIT 200 about')
  })

  test('a missing credential is an error before anything is sent', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished)
    await ship(world, NEW)
    const env = { CLOUDFLARE_API_TOKEN: '' }
    await expect(world.run({ env })).rejects.toMatchObject({ code: 'bad-credentials' })
    expect(await world.deploys()).toEqual(['settled', 'open'])
  })
})

describe.concurrent('sites of other shapes', () => {
  test('a single-page app whose page changed loses the host, any path may hold the page', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await createWorld(onTestFinished, {
      host: { fallback: 'index.html' },
      options: { fallback: 'index.html' },
    })
    await world.release(OLD)
    await world.warm([...URLS, '/any/route'])
    expect(await world.visit('/any/route')).toBe('HIT 200 home 1')
    await ship(world, NEW)
    const { line, lost, planned } = await watched(world, () => world.run())
    expect(line).toMatch(/^Fresh: /)
    expect(lost).toEqual(planned)
    expect(await world.visit('/any/route')).toMatch(/home 2$/)

    await world.warm([...URLS, '/any/route'])
    await ship(world, { ...NEW, 'assets/app.js': 'app 3' })
    const second = await watched(world, () => world.run())
    expect(second.lost).not.toContain(`Staging http://${HOST}/any/route`)
    expect(await world.visit('/assets/app.js')).toMatch(/app 3$/)
  })

  test('assets on an address of their own are purged there', async ({ expect, onTestFinished }) => {
    const world = await createWorld(onTestFinished, {
      host: { folders: { [CDN]: 'assets' } },
      options: {
        site: [`http://${HOST}`, { url: `http://${CDN}`, dir: 'assets', documents: false }],
      },
    })
    await world.release(OLD)
    const cdn = ['app.js', 'logo.svg', 'lazy-1a2b3c4d.js'].map((name) => `http://${CDN}/${name}`)
    await world.warm([...URLS, ...cdn])
    await ship(world, NEW)
    const { line, lost, planned } = await watched(world, () => world.run())
    expect(line).toMatch(/^Fresh: /)
    expect(lost).toEqual(planned)
    expect(lost).toContain(`Staging http://${CDN}/app.js`)
    expect(await world.visit(`http://${CDN}/app.js`)).toMatch(/app 2$/)
    expect(await world.visit(`http://${CDN}/logo.svg`)).toBe('HIT 200 logo')
  })

  test('production is purged through the zone', async ({ expect, onTestFinished }) => {
    const world = await createWorld(onTestFinished)
    const options = {
      cloudflare: { zone: 'site.example' },
      access: { address: world.edge.environmentAddress('Production') },
    }
    await ship(world, OLD)
    await world.run({ options })
    await world.warm(URLS)
    world.purges()
    await world.build(NEW)
    await world.upload()
    const { line } = await world.run({ options })
    expect(line).toMatch(/^Done, unproven: /)
    expect(await world.visit('/', 'Production')).toMatch(/home 2$/)
    expect(await world.visit('/about', 'Production')).toBe('HIT 200 about')
    expect(world.edge.requests().at(-1)?.path).toMatch(/^\/zones\/\w+\/purge_cache$/)
  })

  test('an environment that no question reaches is purged, and that is not proof', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished)
    await ship(world, NEW)
    const { line } = await world.run({ options: { access: undefined }, assumeLive: true })
    expect(line).toMatch(/^Done, unproven: /)
    expect(line).toContain('name it with `access`')
    expect(await world.visit('/')).toMatch(/home 2$/)
  })
})

describe.concurrent('deploy runs the command between', () => {
  const copy = (world: World, before = '') => [
    process.execPath,
    '-e',
    `${before}
     const fs = require('node:fs'), root = process.argv[1]
     fs.rmSync(root + '/docroot', { recursive: true })
     fs.cpSync(root + '/dist', root + '/docroot', { recursive: true })`,
    world.project,
  ]

  test('begin, command, run', async ({ expect, onTestFinished }) => {
    const world = await settledWorld(onTestFinished)
    await world.build(NEW)
    const { line } = await world.deploy(copy(world))
    expect(line).toMatch(/^Fresh: /)
    expect(await world.visit('/')).toMatch(/home 2$/)
  })

  test('a command that fails purges nothing, and what it uploaded is covered by the next run', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished)
    await world.build(NEW)
    const failing = world.deploy([process.execPath, '-e', 'process.exit(3)'])
    await expect(failing).rejects.toThrow(PurgeError)
    await expect(failing).rejects.toMatchObject({
      code: 'deploy-failed',
      details: { exitCode: 3 },
    })
    expect(world.purges()).toEqual([])
    expect(await world.deploys()).toEqual(['settled', 'closed'])

    expect((await world.release({ ...OLD, 'index.html': 'home 3' })).line).toMatch(/^Fresh: /)
    expect(world.purges()).toMatchObject([
      { files: expect.arrayContaining([`http://${HOST}/new`]) },
    ])
    expect(await world.deploys()).toEqual(['settled'])
  })
})

describe('the plugin, where the output folder is what is served', () => {
  test('purges at the end of the build what the build before it had otherwise', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await createWorld(onTestFinished)
    const said: string[] = []
    const build = async (files: Files): Promise<void> => {
      await world.build(files)
      await world.upload()
      const options = {
        site: `http://${HOST}`,
        cloudflare: { zone: 'site.example', environment: 'Staging' },
        access: { address: world.edge.environmentAddress('Staging') },
        waitForLive: 0,
      }
      const result = {
        bundler: 'vite',
        root: world.project,
        mode: 'production',
        outputs: [{ dir: join(world.project, 'docroot'), base: '/' }],
        fingerprinted: new Map(),
      }
      const say = (text: string): void => void said.push(text)
      const surroundings = { env: world.env, isCI: false, isPullRequest: false }
      await onBuild(options, result, { info: say, warn: say }, surroundings)
    }
    await build(OLD)
    expect(said.at(-1)).toMatch(/^cdn-purge: Fresh: /)
    await world.warm(URLS)
    world.purges()

    const before = world.edge.cache()
    await build(NEW)
    expect(said.at(-1)).toMatch(/^cdn-purge: Fresh: /)
    const lost = lostCopies(before, world.edge.cache())
    expect(lost).toContain(`Staging http://${HOST}/`)
    expect(lost).not.toContain(`Staging http://${HOST}/about.html`)
    expect(lost.filter((copy) => copy.startsWith('Production'))).toEqual([])
    expect(world.purges()).toMatchObject([{ files: expect.anything() }])
    expect(await world.visit('/')).toMatch(/home 2$/)
  })
})
