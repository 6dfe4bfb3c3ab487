import { request } from 'undici'
import { describe, test } from 'vitest'
import {
  createWorld,
  HOST,
  lostCopies,
  type Files,
  type OnTestFinished,
  type World,
} from './world.ts'

const FILES: Files = {
  'index.html': 'home',
  'blog/index.html': 'blog',
  'assets/app.js': 'app',
  'assets/lazy-1a2b3c4d.js': 'lazy',
  'logo.svg': 'logo',
}

const URLS = [
  '/',
  '/index.html',
  '/blog',
  '/blog/',
  '/blog/index.html',
  '/blog/unknown',
  '/assets/app.js',
  '/assets/lazy-1a2b3c4d.js',
  '/logo.svg',
  '/old',
  '/old/',
]

interface Ruled extends World {
  /** Begins, uploads and runs, and gives the result and the copies that Staging lost. */
  readonly ship: (files: Files) => Promise<{ line: string; lost: string[]; notes: string[] }>
  /** What a visitor of Staging gets: `HIT 301 /new`, `MISS 200 max-age=60`. */
  readonly look: (path: string, header: string) => Promise<string>
}

/** A world whose host answers by its rules, and whose first build is live, settled, and cached. */
async function ruledWorld(
  onTestFinished: OnTestFinished,
  first: Files,
  rules: 'cloudflare' | 'netlify' = 'cloudflare',
): Promise<Ruled> {
  const world = await createWorld(onTestFinished, { host: { rules } })
  const { result, line } = await world.release({ ...FILES, ...first })
  if (result.kind !== 'fresh') throw new Error(line)
  await world.warm(URLS)
  return {
    ...world,
    async ship(files) {
      await world.build({ ...FILES, ...files })
      await world.begin()
      await world.upload()
      const before = world.edge.cache()
      const done = await world.run()
      const prefix = `Staging http://${HOST}`
      const lost = lostCopies(before, world.edge.cache()).map((copy) => copy.replace(prefix, ''))
      const notes = done.plans.at(-1)?.notes.map(({ code }) => code) ?? []
      // What was asked past the cache is nobody's copy.
      const copies = lost.filter((copy) => !copy.includes('?'))
      return { line: done.line, lost: copies.toSorted(), notes }
    },
    async look(path, header) {
      const { statusCode, headers, body } = await request(
        `http://${world.edge.environmentAddress('Staging')}${path}`,
        { headers: { host: HOST } },
      )
      await body.dump()
      return `${String(headers['cf-cache-status'])} ${statusCode} ${String(headers[header])}`
    },
  }
}

const headers = (text: string): Files => ({ _headers: text })
const redirects = (text: string): Files => ({ _redirects: text })
const MARKER = '/cdn-purge.json'

describe.concurrent('rules of the host', () => {
  test('of other headers for a folder exactly its URLs are purged, and then answer with them', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await ruledWorld(
      onTestFinished,
      headers('/assets/*\n  Cache-Control: max-age=600\n'),
    )
    expect(await world.look('/assets/app.js', 'cache-control')).toBe('HIT 200 max-age=600')
    const { line, lost } = await world.ship(headers('/assets/*\n  Cache-Control: max-age=900\n'))
    expect(line).toMatch(/^Fresh: /)
    expect(lost).toEqual(['/assets/app.js', '/assets/lazy-1a2b3c4d.js', MARKER])
    for (const path of ['/assets/app.js', '/assets/lazy-1a2b3c4d.js']) {
      expect(await world.look(path, 'cache-control')).toMatch(/^\w+ 200 max-age=900$/)
    }
    expect(await world.look('/logo.svg', 'cache-control')).toBe('HIT 200 public, max-age=3600')
  })

  test('a policy for all pages is purged wherever it is sent', async ({
    expect,
    onTestFinished,
  }) => {
    const policy = (source: string) => headers(`/*\n  Content-Security-Policy: ${source}\n`)
    const world = await ruledWorld(onTestFinished, policy("default-src 'self'"))
    const { line, lost } = await world.ship(policy("default-src 'none'"))
    expect(line).toMatch(/^Fresh: /)
    // A 404 for what no build has keeps its old headers until it ends.
    expect(lost).toEqual([...URLS.filter((url) => !/unknown|old/.test(url)), MARKER].toSorted())
    expect(await world.look('/blog/', 'content-security-policy')).toMatch(/'none'$/)
  })

  test('a redirect over a path that answered 404 is purged, and then followed', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await ruledWorld(onTestFinished, {})
    expect(await world.look('/old', 'location')).toBe('HIT 404 undefined')
    const { line, lost } = await world.ship(redirects('/old /blog/ 301\n'))
    expect(line).toMatch(/^Fresh: /)
    expect(lost).toEqual([MARKER, '/old', '/old/'].toSorted())
    expect(await world.look('/old', 'location')).toMatch(/^\w+ 301 \/blog\/$/)
  })

  test('a redirect that goes elsewhere, and one that is gone', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await ruledWorld(onTestFinished, redirects('/old /blog/ 301\n/kept /blog/ 301\n'))
    await world.warm(['/kept'])
    const other = await world.ship(
      redirects('/old https://elsewhere.example.com/ 301\n/kept /blog/ 301\n'),
    )
    expect(other.line).toMatch(/^Fresh: /)
    expect(other.lost).toEqual([MARKER, '/old', '/old/'].toSorted())
    expect(await world.look('/old', 'location')).toMatch(/301 https:\/\/elsewhere.example.com\/$/)
    const gone = await world.ship(redirects('/kept /blog/ 301\n'))
    expect(gone.line).toMatch(/^Fresh: /)
    expect(await world.look('/old', 'location')).toMatch(/^\w+ 404 undefined$/)
    expect(await world.look('/kept', 'location')).toBe('HIT 301 /blog/')
  })

  test('a wildcard takes along what nobody knows to be cached below it', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await ruledWorld(onTestFinished, {})
    const { line, lost, notes } = await world.ship(redirects('/blog/* /news/:splat 301\n'))
    expect(line).toMatch(/^Fresh: /)
    expect(notes).toContain('redirect-changed')
    expect(lost).toEqual(
      [MARKER, '/blog', '/blog/', '/blog/index.html', '/blog/unknown'].toSorted(),
    )
    expect(await world.look('/blog/unknown', 'location')).toMatch(/^\w+ 301 \/news\/unknown$/)
  })

  test('what answers with the bytes of another path is purged when they change', async ({
    expect,
    onTestFinished,
  }) => {
    const rules = redirects('/old /blog/ 200\n')
    const world = await ruledWorld(onTestFinished, rules)
    expect(await world.visit('/old')).toBe('HIT 200 blog')
    const { line, lost } = await world.ship({ ...rules, 'blog/index.html': 'blog 2' })
    expect(line).toMatch(/^Fresh: /)
    expect(lost).toContain('/old')
    expect(await world.visit('/old')).toMatch(/ 200 blog 2$/)
  })

  test('the fallback of an app, which only its redirects name, is purged under every path', async ({
    expect,
    onTestFinished,
  }) => {
    const app = redirects('/* /index.html 200\n')
    const world = await ruledWorld(onTestFinished, app, 'netlify')
    expect(await world.visit('/old')).toBe('HIT 200 home')
    expect(await world.visit('/logo.svg')).toBe('HIT 200 logo')
    const same = await world.ship({ ...app, 'logo.svg': 'logo 2' })
    expect(same.line).toMatch(/^Fresh: /)
    expect(same.lost).toEqual([MARKER, '/logo.svg'])
    const { line, lost } = await world.ship({
      ...app,
      'logo.svg': 'logo 2',
      'index.html': 'home 2',
    })
    expect(line).toMatch(/^Fresh: /)
    expect(lost).toContain('/old')
    expect(await world.visit('/old')).toMatch(/ 200 home 2$/)
  })

  test.for<readonly [what: string, before: Files, after: Files, path: string, header: string]>([
    [
      'old headers',
      headers('/logo.svg\n  X-V: 1'),
      headers('/logo.svg\n  X-V: 2'),
      '/logo.svg',
      'x-v',
    ],
    ['an old redirect', redirects('/old /a 301'), redirects('/old /b 301'), '/old', 'location'],
    ['an old 404', {}, redirects('/old /b 301'), '/old', 'location'],
  ])(
    'a copy with %s that a purge left there is found, and healed',
    async ([, before, after, path, header], { expect, onTestFinished }) => {
      const world = await ruledWorld(onTestFinished, before)
      world.edge.setFaults([{ on: 'api', match: 'purge_cache', nth: 1, kind: 'ignore' }])
      world.purges()
      const { line } = await world.ship(after)
      expect(line).toMatch(/^Fresh: /)
      // The plan, and what was stale after it.
      expect(JSON.stringify(world.purges().slice(1))).toContain(`http://${HOST}${path}`)
      expect(await world.look(path, header)).toMatch(/2$|\/b$/)
    },
  )

  test('a file that is redirected tells nothing of the build that is live', async ({
    expect,
    onTestFinished,
  }) => {
    const rules = redirects('/blog* /news 301\n')
    const world = await ruledWorld(onTestFinished, rules)
    const { line, lost } = await world.ship({ ...rules, 'blog/index.html': 'blog 2' })
    expect(line).toMatch(/^Fresh: /)
    expect(lost).toContain('/blog/')
    expect((await world.verify()).result.kind).toBe('fresh')
  })

  test('where no marker says which build is live, new rules are purged for, and not taken for live', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await createWorld(onTestFinished, {
      host: { rules: 'cloudflare' },
      options: { marker: false },
    })
    await world.release({ ...FILES, ...headers('/logo.svg\n  X-V: 1') })
    await world.build({ ...FILES, ...headers('/logo.svg\n  X-V: 2') })
    await world.begin()
    const before = await world.run()
    expect(before.line).not.toMatch(/^(?:Fresh|Nothing to do)/)
    expect(before.line).toMatch(/nothing that tells it/)
  })

  test('other words for the same rules purge nothing but the marker', async ({
    expect,
    onTestFinished,
  }) => {
    const world = await ruledWorld(onTestFinished, headers('/*\n  X-A: 1\n'))
    const { lost, notes } = await world.ship(headers('# all\n/*\n\n  X-A:   1\n'))
    expect(lost).toEqual([MARKER])
    expect(notes).toContain('rules-alike')
  })
})
