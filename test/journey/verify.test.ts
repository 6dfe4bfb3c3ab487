import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { request } from 'undici'
import { describe, test } from 'vitest'
import type { OperationEvent } from '../../packages/cdn-purge/src/operation.ts'
import { startMoodyOrigin, startRewriter, type Mood, type MoodyOrigin } from './moody-origin.ts'
import { setStage } from './stage.ts'
import {
  createWorld,
  HOST,
  TOKEN,
  type Files,
  type OnTestFinished,
  type World,
  type WorldOptions,
} from './world.ts'

const OLD: Files = {
  'index.html': '<p>home 1</p>',
  'about.html': '<p>about</p>',
  'team.html': '<p>team</p>',
  'app.js': 'app 1',
  'same.css': 'same',
}
const NEW: Files = { ...OLD, 'index.html': '<p>home 2</p>', 'app.js': 'app 2' }
/** Differs from both under URLs that do not change between them. */
const NOBODY: Files = { ...OLD, 'about.html': '<p>about nobody</p>', 'app.js': 'app nobody' }

interface Scene extends World {
  readonly origin: MoodyOrigin
  /** Puts files live that nobody records. */
  readonly sneak: (files: Files) => Promise<void>
  /** Empties the cache of the zone, as somebody may in the dashboard. */
  readonly empty: () => Promise<void>
}

/** A world whose first build is live and settled, before an origin that may have moods. */
async function setScene(
  onTestFinished: OnTestFinished,
  { edge, ...options }: WorldOptions = {},
): Promise<Scene> {
  const origin = await startMoodyOrigin(onTestFinished)
  const world = await createWorld(onTestFinished, {
    ...options,
    edge: { sites: [{ host: HOST, origin: origin.url }], ...edge },
  })
  const [dist, docroot] = ['dist', 'docroot'].map((name) => join(world.project, name))
  origin.serve(docroot ?? '')
  const first = await world.release(OLD)
  if (first.result.kind !== 'fresh') throw new Error(first.line)
  world.purges()
  return {
    ...world,
    origin,
    async sneak(files) {
      await world.build(files)
      await rm(docroot ?? '', { recursive: true })
      await cp(dist ?? '', docroot ?? '', { recursive: true })
    },
    async empty() {
      const zone = world.edge.zones()[0]?.id ?? ''
      const { statusCode } = await request(`${world.edge.apiUrl}/zones/${zone}/purge_cache`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify({ purge_everything: true }),
      })
      if (statusCode !== 200) throw new Error(`The edge answered ${statusCode}.`)
      world.purges()
    },
  }
}

async function ship({ build, begin, upload }: World, files: Files): Promise<void> {
  await build(files)
  await begin()
  await upload()
}

function extrasIn(events: readonly OperationEvent[]): string[] {
  return events.flatMap((event) =>
    event.kind === 'extra' ? [`${event.why} ${event.outcome.request.targets.length}`] : [],
  )
}

describe.concurrent('an edge that says yes and evicts nothing', () => {
  test('is found stale, purged again in two manners, and never called fresh', async ({
    expect,
    onTestFinished,
  }) => {
    const scene = await setScene(onTestFinished)
    await ship(scene, NEW)
    scene.edge.setFaults([{ on: 'api', match: 'purge_cache', nth: 'all', kind: 'ignore' }])
    const events: OperationEvent[] = []
    const { result, line } = await scene.run({ onEvent: (event) => events.push(event) })
    expect(line).toMatch(/^Not fresh: \S+ and \d+ more still answer with old bytes/)
    expect(line).toContain('Likely: a purge that was accepted has not reached this data centre yet')
    expect(result.kind).toBe('not-fresh')
    expect(extrasIn(events)).toEqual(['heal-exactly 4', 'heal-variants 3'])
    expect(await scene.deploys()).toEqual(['settled', 'open'])

    scene.edge.setFaults([])
    expect((await scene.run()).line).toMatch(/^Fresh: /)
    expect(await scene.visit('/')).toContain('home 2')
  })

  test('the first time only, is healed', async ({ expect, onTestFinished }) => {
    const scene = await setScene(onTestFinished)
    await ship(scene, NEW)
    scene.edge.setFaults([{ on: 'api', match: 'purge_cache', nth: 1, kind: 'ignore' }])
    const events: OperationEvent[] = []
    const { line } = await scene.run({ onEvent: (event) => events.push(event) })
    expect(line).toMatch(/^Fresh: /)
    expect(extrasIn(events)).toEqual(['heal-exactly 4'])
    expect(await scene.visit('/app.js')).toContain('app 2')
  })

  test('a cache key that an exact purge misses is reached by the full path', async ({
    expect,
    onTestFinished,
  }) => {
    const scene = await setScene(onTestFinished, {
      edge: { rules: { cacheEverything: true, keyHeaders: ['accept-encoding'] } },
    })
    await ship(scene, NEW)
    const events: OperationEvent[] = []
    const { line } = await scene.run({ onEvent: (event) => events.push(event) })
    expect(extrasIn(events)[0]).toMatch(/^heal-exactly/)
    expect(extrasIn(events)[1]).toMatch(/^heal-variants/)
    // The home page's full path is the whole host, which is not purged for one page.
    expect(line).toMatch(/^Not fresh: http:\/\/www\.site\.example\/ still answers with old bytes/)
  })
})

describe.concurrent('a build that nobody recorded', () => {
  test('and that is live when the next one begins is a doubt: the whole site goes once', async ({
    expect,
    onTestFinished,
  }) => {
    const scene = await setScene(onTestFinished)
    await scene.empty()
    await scene.sneak(NOBODY)
    expect(await scene.visit('/about.html')).toContain('about nobody')
    await ship(scene, NEW)
    const { line, plans } = await scene.run()
    expect(plans[0]?.notes.map(({ text }) => text).join(' ')).toMatch(
      /When this deploy began, a build without a marker .* was live, which no record/,
    )
    expect(plans[0]?.requests).toMatchObject([{ by: 'hosts', targets: [HOST] }])
    expect(line).toMatch(/^Fresh: /)
    expect(await scene.visit('/about.html')).toContain('<p>about</p>')

    await ship(scene, OLD)
    expect((await scene.run()).plans[0]?.requests).toMatchObject([{ by: 'files' }])
  })

  test('and that is gone again shows by a kept copy: healed, and the whole site goes once', async ({
    expect,
    onTestFinished,
  }) => {
    const scene = await setScene(onTestFinished)
    await scene.empty()
    await scene.sneak(NOBODY)
    for (const url of ['/about.html', '/app.js']) await scene.visit(url)
    await scene.sneak(OLD)
    // The record is begun while a build is live that is known, so nothing is noticed then.
    await scene.release(OLD)
    await scene.build(NEW)
    await scene.begin()
    await scene.upload()
    const events: OperationEvent[] = []
    const { line, plans } = await scene.run({ onEvent: (event) => events.push(event) })
    expect(extrasIn(events)).toEqual(['heal-exactly 1'])
    expect(plans).toHaveLength(2)
    expect(plans[1]?.requests).toMatchObject([{ by: 'hosts' }])
    expect(plans[1]?.notes.map(({ text }) => text).join(' ')).toContain(
      'The edge held what no recorded build explains',
    )
    expect(line).toMatch(/^Fresh: /)
    expect(await scene.visit('/about.html')).toContain('<p>about</p>')
    expect(await scene.visit('/app.js')).toContain('app 2')

    await ship(scene, OLD)
    expect((await scene.run()).plans).toMatchObject([{ requests: [{ by: 'files' }] }])
  })

  test('with "fail" the doubt stays until somebody widens', async ({ expect, onTestFinished }) => {
    const scene = await setScene(onTestFinished)
    await scene.empty()
    await scene.sneak(NOBODY)
    await scene.visit('/about.html')
    await scene.sneak(OLD)
    await scene.release(OLD)
    await ship(scene, NEW)
    const options = { onUnknownBaseline: 'fail' }
    const { line } = await scene.run({ options })
    expect(line).toMatch(/^Not fresh: The edge held what no recorded build explains/)
    await expect(scene.run({ options })).rejects.toThrow('The edge held what no recorded build')
    expect((await scene.status()).notes.map(({ code }) => code)).toEqual(['unrecorded-build'])
    expect((await scene.run()).line).toMatch(/^Fresh: /)
    expect((await scene.status()).notes).toEqual([])
  })

  test('and that is seen while another one is waited for widens too', async ({
    expect,
    onTestFinished,
  }) => {
    const scene = await setScene(onTestFinished, { options: { waitForLive: 20 } })
    await scene.build(NEW)
    await scene.begin()
    const marker = JSON.stringify({ version: 1, build: 'f'.repeat(64) })
    scene.origin.is((path, _, response) => {
      if (path !== '/cdn-purge.json') return false
      response.end(marker)
      return true
    })
    const { line, plans } = await scene.run({
      onEvent(event) {
        if (event.kind !== 'waiting') return
        scene.origin.is(() => false)
        void scene.upload()
      },
    })
    expect(plans).toHaveLength(2)
    expect(plans[1]?.requests).toMatchObject([{ by: 'hosts' }])
    expect(line).toMatch(/^Fresh: /)
  })
})

describe.concurrent('what is live', () => {
  test('two servers by turns are mixed, and nothing is purged', async ({
    expect,
    onTestFinished,
  }) => {
    const scene = await setScene(onTestFinished)
    const kept = join(scene.project, 'docroot-old')
    await cp(join(scene.project, 'docroot'), kept, { recursive: true })
    await ship(scene, NEW)
    // Every second probe reaches the server that is behind.
    let markers = 0
    scene.origin.is((path) => {
      if (path === '/cdn-purge.json') markers++
      scene.origin.serve(markers % 2 === 0 ? kept : join(scene.project, 'docroot'))
      return false
    })
    const { line, outcomes } = await scene.run()
    expect(line).toMatch(
      /^Not fresh: Still mixed: this build and build [0-9a-f]{12} answer by turns/,
    )
    expect(outcomes).toEqual([])
    scene.origin.is(() => false)
    scene.origin.serve(join(scene.project, 'docroot'))
    expect((await scene.run()).line).toMatch(/^Fresh: /)
  })

  test.for<{ name: string; mood: Mood; says: string }>([
    {
      name: 'a challenge page',
      mood: (_, __, response) => {
        response.writeHead(403, { 'cf-mitigated': 'challenge' }).end('Just a moment')
        return true
      },
      says: 'is answered with a challenge page',
    },
    {
      name: 'a login on another host',
      mood: (_, __, response) => {
        response.writeHead(302, { location: 'https://login.example/' }).end()
        return true
      },
      says: 'redirects to login.example',
    },
    {
      name: '401',
      mood: (_, __, response) => {
        response.writeHead(401).end()
        return true
      },
      says: 'answers 401; name what lets a request in with `access.headers`',
    },
  ])(
    '$name tells nothing: nothing is purged, and begin goes on',
    async ({ mood, says }, { expect, onTestFinished }) => {
      const scene = await setScene(onTestFinished)
      scene.origin.is(mood)
      await ship(scene, NEW)
      const { line, outcomes } = await scene.run()
      expect(line).toMatch(/^Not fresh: This build is not known to be live: /)
      expect(line).toContain(says)
      expect(outcomes).toEqual([])
      expect(await scene.status()).toMatchObject({ live: { kind: 'unknown' }, notes: [] })
    },
  )

  test('where the edge ignores query strings the marker alone is purged beforehand, and counted', async ({
    expect,
    onTestFinished,
  }) => {
    const scene = await setScene(onTestFinished, {
      edge: { rules: { cacheEverything: true, ignoreQueryString: true } },
      options: { marker: 'live.css' },
    })
    await scene.visit('/live.css')
    await ship(scene, NEW)
    const events: OperationEvent[] = []
    const { line } = await scene.run({ onEvent: (event) => events.push(event) })
    expect(line).toMatch(/^Fresh: /)
    const before = events.slice(
      0,
      events.findIndex(({ kind }) => kind === 'live'),
    )
    expect(new Set(extrasIn(before))).toEqual(new Set(['ask-marker 1']))
    expect(scene.purges()[0]).toEqual({ files: [`http://${HOST}/live.css`] })
    expect(await scene.visit('/app.js')).toContain('app 2')
  })

  test('an origin that fails is not purged', async ({ expect, onTestFinished }) => {
    const scene = await setScene(onTestFinished)
    const pages = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [`p${index}.html`, `<p>${index}</p>`]),
    )
    await ship(scene, { ...OLD, ...pages })
    scene.origin.is((path, _, response) => {
      if (!/^\/p[1234678]/.test(path)) return false
      response.writeHead(503).end('away')
      return true
    })
    const { line, outcomes } = await scene.run()
    expect(line).toMatch(
      /^Not fresh: The origin fails: \S+\/p\d\.html answers 503\. Nothing was purged/,
    )
    expect(outcomes).toEqual([])
    scene.origin.is(() => false)
    expect((await scene.run()).line).toMatch(/^Fresh: /)
  })
})

const NONCE = '4f3c2b1a0d9e8f7a6b5c4d3e'

describe.concurrent('pages that are rewritten on their way', () => {
  test('in a manner that can be undone are fresh', async ({ expect, onTestFinished }) => {
    const scene = await setScene(onTestFinished)
    const address = await startRewriter(
      onTestFinished,
      scene.edge.environmentAddress('Staging'),
      (html) =>
        html
          .replace('<script src="app.js">', `<script src="app.js" type="${NONCE}-text/javascript">`)
          .replace('\n', '\r\n')
          .concat(
            '<script src="/cdn-cgi/scripts/x/cloudflare-static/rocket-loader.min.js"></script>',
          ),
    )
    await ship(scene, { ...NEW, 'index.html': '<p>home 3</p>\n<script src="app.js"></script>' })
    expect((await scene.run({ options: { access: { address } } })).line).toMatch(/^Fresh: /)
  })

  test('in any other manner are unknown, and with the origin named the result is unproven', async ({
    expect,
    onTestFinished,
  }) => {
    const scene = await setScene(onTestFinished)
    const address = await startRewriter(
      onTestFinished,
      scene.edge.environmentAddress('Staging'),
      (html) => html.replaceAll('<p>', '<p data-seen="now">'),
    )
    await ship(scene, NEW)
    const blind = await scene.run({ options: { access: { address } } })
    expect(blind.line).toMatch(/^Not fresh: .*HTML that is no known build's; .*`origin`/)
    const options = { access: { address }, origin: scene.origin.url }
    const owed = await scene.run({ options: { ...options, requireProof: true } })
    expect(owed.line).toMatch(/^Done, unproven: .* could not be compared, .* proof is required\.$/)
    expect(await scene.deploys()).toEqual(['settled', 'open'])
    const { line } = await scene.run({ options })
    expect(line).toMatch(/^Done, unproven: \d+ of \d+ URLs could not be compared/)
    expect(await scene.deploys()).toEqual(['settled'])
  })
})

describe.concurrent('verify changes nothing and says', () => {
  test('fresh, where all is as it was settled, also while another output lies there', async ({
    expect,
    onTestFinished,
  }) => {
    const scene = await setScene(onTestFinished)
    const { result, against, live } = await scene.verify()
    expect({ result: result.kind, against, live: live.kind }).toEqual({
      result: 'fresh',
      against: 'recorded',
      live: 'this',
    })
    await scene.build(NEW)
    expect((await scene.verify()).result.kind).toBe('fresh')
    const output = await scene.verify({ against: 'output' })
    expect(output.result.kind).toBe('not-fresh')
    expect(scene.purges()).toEqual([])
    expect(await scene.deploys()).toEqual(['settled'])
  })

  test('stale, where a copy is that nobody recorded', async ({ expect, onTestFinished }) => {
    const scene = await setScene(onTestFinished)
    await scene.empty()
    await scene.sneak(NOBODY)
    await scene.visit('/about.html')
    await scene.sneak(OLD)
    const { result } = await scene.verify()
    expect(result).toMatchObject({
      kind: 'not-fresh',
      reasons: [{ code: 'not-live' }, { code: 'stale' }],
    })
  })

  test('which build is live, where it is another one', async ({ expect, onTestFinished }) => {
    const scene = await setScene(onTestFinished)
    await ship(scene, NEW)
    const { live, result } = await scene.verify()
    expect(live).toMatchObject({ kind: 'other', isKnown: true })
    expect(result.kind).toBe('not-fresh')
  })

  test('unproven, where no question reaches the environment', async ({
    expect,
    onTestFinished,
  }) => {
    const scene = await setScene(onTestFinished)
    const { result } = await scene.verify({ options: { access: {} } })
    expect(result).toMatchObject({ kind: 'unproven', reasons: [{ code: 'not-live' }, {}] })
  })
})

test('status says what is live, and whether there is a record of it', async ({
  expect,
  onTestFinished,
}) => {
  const scene = await setScene(onTestFinished)
  expect((await scene.status()).live).toEqual({ kind: 'recorded', build: expect.any(String) })
  await scene.sneak(NOBODY)
  expect((await scene.status()).live).toMatchObject({ kind: 'unrecorded' })
})

test('as a monitor it is one line, an exit code, or one object', async ({
  expect,
  onTestFinished,
}) => {
  const { build, upload, call, edge } = await setStage(onTestFinished)
  await build(OLD)
  await call('begin')
  await upload()
  await call('run')
  const purges = edge.requests().length
  const well = await call('verify', '--quiet')
  expect(well).toMatchObject({ code: 0, stderr: '' })
  expect(well.stdout).toMatch(/^Fresh: \d+ URLs checked through the edge, all as built\.\n$/)

  await build(NEW)
  await upload()
  const ill = await call('verify', '--json')
  expect(JSON.parse(ill.stdout)).toMatchObject({
    version: 1,
    command: 'verify',
    against: 'recorded',
    live: { kind: 'mixed' },
    result: { kind: 'not-fresh' },
    checked: { stale: [], unknown: [] },
  })
  expect(ill.code).toBe(1)
  expect(edge.requests()).toHaveLength(purges)

  const { stdout } = await call('status')
  expect(stdout).toMatch(/\nLive now: (a build without a marker|build)/)
  expect((await call('status', '--offline')).stdout).not.toContain('Live now')
})
