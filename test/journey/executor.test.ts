import { describe, test } from 'vitest'
import {
  createWorld,
  type Files,
  type OnTestFinished,
  type World,
  type WorldOptions,
} from './world.ts'

/** The zone as a whole, as small zones are purged. */
const ZONE: WorldOptions['options'] = { cloudflare: { zone: 'site.example' } }

function texts(version: number, count: number): Files {
  const pages = Array.from({ length: count }, (_, index) => [`page-${index}.txt`, `${version}`])
  return { 'index.html': 'home', ...Object.fromEntries(pages) }
}

async function settledWorld(
  onTestFinished: OnTestFinished,
  files: Files,
  options: WorldOptions,
): Promise<World> {
  const world = await createWorld(onTestFinished, options)
  await world.release(files)
  world.purges()
  return world
}

function sizes(bodies: readonly unknown[]): number[] {
  return bodies.map((body) => (body as { files?: unknown[] }).files?.length ?? 0)
}

describe.concurrent('the executor', () => {
  test('a zone that takes 30 URLs a request is asked with more once, and never again', async ({
    expect,
    onTestFinished,
  }) => {
    const edge = {
      zones: [{ name: 'site.example', plan: 'pro' }],
      unknowns: { maxItems: 30 },
    } as const
    const options = { edge, options: ZONE }
    const world = await settledWorld(onTestFinished, texts(1, 120), options)
    const first = await world.release(texts(2, 120))
    expect(first.line).toMatch(/^Fresh: /)
    const tried = sizes(world.purges())
    expect(tried.slice(0, 2)).toEqual([100, 50])
    expect(Math.max(...tried.slice(2))).toBe(30)

    expect((await world.release(texts(3, 120))).line).toMatch(/^Fresh: /)
    expect(sizes(world.purges()).toSorted((a, b) => b - a)).toEqual([30, 30, 30, 30, 1])
  })

  test('an environment that refused exact URLs is planned for from the start the next time', async ({
    expect,
    onTestFinished,
  }) => {
    const edge = { unknowns: { refuseUrlsOn: ['Staging'] } }
    const world = await settledWorld(onTestFinished, texts(1, 3), { edge })
    expect((await world.release(texts(2, 3))).plans).toHaveLength(2)
    world.purges()
    await world.build(texts(3, 3))
    expect((await world.preview()).requests.map(({ by }) => by)).toEqual(['prefixes'])
    const next = await world.release(texts(3, 3))
    expect(next.line).toMatch(/^Fresh: /)
    expect(next.plans).toHaveLength(1)
    expect(world.purges().every((body) => 'prefixes' in (body as object))).toBe(true)
  })

  test('with `onUrlRefused: "fail"` it is asked again, as it may have changed', async ({
    expect,
    onTestFinished,
  }) => {
    const edge = { unknowns: { refuseUrlsOn: ['Staging'] } }
    const options = { onUrlRefused: 'fail' }
    const world = await settledWorld(onTestFinished, texts(1, 3), { edge, options })
    for (const version of [2, 3]) {
      const { line, plans } = await world.release(texts(version, 3))
      expect(line).toContain('1136')
      expect(plans[0]?.requests[0]?.by).toBe('files')
    }
  })

  test('a request that is refused for one of its targets is cut until that one is alone', async ({
    expect,
    onTestFinished,
  }) => {
    const id = '0123456789abcdef0123456789abcdef'
    const world = await createWorld(onTestFinished, {
      edge: { zones: [{ id, name: 'site.example', plan: 'pro' }] },
      // By its id alone nobody knows which hosts are in the zone.
      options: {
        cloudflare: { zone: id },
        site: ['http://www.site.example', { url: 'http://elsewhere.test', dir: 'assets' }],
      },
    })
    await world.build(texts(1, 3))
    await world.upload()
    await world.warm(['/page-1.txt'])
    const { line, outcomes } = await world.release({ ...texts(2, 3), 'assets/app.js': 'new' })
    expect(outcomes.toSorted()).toEqual(['accepted', 'failed'])
    expect(line).toMatch(/^Not fresh: .*The target is "elsewhere\.test"\./)
    expect(world.purges()).toEqual([
      { hosts: ['elsewhere.test', 'www.site.example'] },
      { hosts: ['elsewhere.test'] },
      { hosts: ['www.site.example'] },
    ])
    expect(await world.visit('/page-1.txt')).toContain('2')
  })

  test('a wait that the API asks for is waited, and it is said that others draw from the same supply', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await settledWorld(onTestFinished, texts(1, 3), {})
    world.edge.setFaults([
      {
        on: 'api',
        match: 'purge_cache',
        nth: 1,
        kind: 'fail',
        status: 429,
        code: 1134,
        retryAfterSeconds: 1,
      },
    ])
    const codes: string[] = []
    await world.build(texts(2, 3))
    await world.begin()
    await world.upload()
    const began = performance.now()
    const { line } = await world.run({
      onEvent: (event) => void (event.kind === 'note' && codes.push(event.note.code)),
    })
    expect(line).toMatch(/^Fresh: /)
    expect(performance.now() - began).toBeGreaterThan(1_000)
    expect(codes).toContain('rate-shared')
    expect(world.purges()).toHaveLength(2)
  })
})
