import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { createFolderStore, createLedger, parseMarker } from '@cdn-purge/core'
import { startEdge, type Edge } from '@cdn-purge/edge'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startOrigin } from '../examples/demo/origin-server.ts'
import { addressesOf, digestAt, readSiteFolder } from '../examples/demo/site-folder.ts'
import { createVisitor } from '../examples/demo/visitor.ts'
import { copyExample, runScript } from './example-copy.ts'

interface Example {
  readonly name: string
  /** Files of the site, each matched by exactly one path of the output. */
  readonly emits: readonly (string | RegExp)[]
}

const EXAMPLES: readonly Example[] = [
  {
    name: 'vite',
    emits: [
      'index.html',
      'menu/index.html',
      'privacy.html',
      'images/croissant.svg',
      'robots.txt',
      /^assets\/basket-[\w-]{8}\.js$/,
      /^assets\/hours-[\w-]{8}\.js$/,
      /^assets\/flour-[\w-]{8}\.png$/,
      /^assets\/[\w-]+\.css$/,
    ],
  },
  {
    name: 'rollup',
    emits: [
      'index.html',
      'guide/knots.html',
      'img/stitch.png',
      /^assets\/main-[\w-]{8}\.js$/,
      /^assets\/search-[\w-]{8}\.js$/,
      /^assets\/style-[\w-]{8}\.css$/,
    ],
  },
  {
    name: 'rolldown',
    emits: [
      'index.html',
      'fjord/index.html',
      'photos/fjord.png',
      /^assets\/gallery-[\w-]{8}\.js$/,
      /^assets\/zoom-[\w-]{8}\.js$/,
      /^assets\/style-[\w-]{8}\.css$/,
    ],
  },
  {
    name: 'webpack',
    emits: [
      'index.html',
      'archive.html',
      'about.html',
      'images/icon.svg',
      /^assets\/export\.[0-9a-f]{10}\.js$/,
      /^assets\/notes\.[0-9a-f]{10}\.css$/,
      /^assets\/cork\.[0-9a-f]{10}\.png$/,
    ],
  },
  {
    name: 'rspack',
    emits: [
      'index.html',
      'kiruna/index.html',
      'data/kiruna.json',
      'tiles/snow.png',
      /^assets\/week\.[0-9a-f]{10}\.js$/,
      /^assets\/week\.[0-9a-f]{10}\.css$/,
    ],
  },
  {
    name: 'rsbuild',
    emits: [
      'index.html',
      'stops.html',
      'tram.svg',
      'robots.txt',
      /^static\/js\/stops\.[0-9a-f]{10}\.js$/,
      /^static\/css\/index\.[0-9a-f]{10}\.css$/,
    ],
  },
  {
    name: 'esbuild',
    emits: [
      'index.html',
      'soup.html',
      'img/soup.png',
      'robots.txt',
      /^assets\/recipes-[A-Z2-7]{8}\.js$/,
      /^assets\/scale-[A-Z2-7]{8}\.js$/,
      /^assets\/linen-[A-Z2-7]{8}\.png$/,
    ],
  },
  {
    name: 'farm',
    emits: [
      'index.html',
      'fern.html',
      'plants/fern.png',
      'icon.svg',
      /^watering_\w+\.[0-9a-f]{8}\.js$/,
      /^leaf\.[0-9a-f]{8}-\w+\.png$/,
    ],
  },
]

describe.each(EXAMPLES)('the example for $name', ({ name, emits }) => {
  test('builds, says what a deploy purges, and begins its record', async () => {
    const dir = await copyExample(name)
    const { code, output } = await runScript(dir, 'build')
    expect(code, output).toBe(0)

    const paths = await filesOf(join(dir, 'dist'))
    for (const expected of emits) {
      const found = paths.filter((path) =>
        typeof expected === 'string' ? path === expected : expected.test(path),
      )
      expect(found, `${expected} in ${paths.join(', ')}`).toHaveLength(1)
    }

    const build = parseMarker(await readFile(join(dir, 'dist/cdn-purge.json'), 'utf8'))
    expect(build).toBeTypeOf('string')
    const [record, ...others] = await recordsOf(dir, 'example.com/staging/')
    expect(others).toEqual([])
    expect(record?.state).toEqual({ kind: 'open' })
    expect(record?.builds.map((recorded) => recorded.build)).toEqual([build])

    expect(output).toMatch(
      /Plan for https:\/\/\w+\.example\.com\/(line4\/)?, staging of example\.com/,
    )
    expect(output).toMatch(/Purges 1 (host|prefix) in 1 request/)
    expect(output).toContain('After the deploy: npx cdn-purge run')
  })
})

describe('the example whose output is the docroot', () => {
  test('ends its build with the purge of what changed', { timeout: 180_000 }, async () => {
    const dir = await copyExample('docroot')
    const docroot = join(dir, 'docroot')
    const origin = await startOrigin(docroot)
    onTestFinished(() => origin.close())
    const edge = await startEdge({
      sites: [{ host: 'localhost', origin: origin.url }],
      rules: { cacheEverything: true },
    })
    onTestFinished(() => edge.close())
    const visitor = createVisitor(edge.url, 'localhost')
    onTestFinished(() => visitor.leave())
    const site = `http://localhost:${new URL(edge.url).port}`
    const first = await runScript(dir, 'build', { SITE: site })
    expect(first.code, first.output).toBe(0)
    expect(first.output).toContain('After the deploy: npx cdn-purge run')
    expect(purges(edge)).toEqual([])

    const env = {
      SITE: site,
      CLOUDFLARE_BASE_URL: edge.apiUrl,
      CLOUDFLARE_API_TOKEN: 'any',
    }
    const second = await runScript(dir, 'build', env)
    expect(second.code, second.output).toBe(0)
    expect(purges(edge)).toEqual([{ hosts: [new URL(site).hostname] }])

    const old = await readSiteFolder(docroot)
    for (const address of addressesOf(old)) {
      await visitor.visit(address)
      expect(await visitor.visit(address)).toMatchObject({ cacheStatus: 'HIT' })
    }
    origin.forget()
    const page = join(dir, 'tides/index.html')
    await writeFile(page, (await readFile(page, 'utf8')).replace('05:12', '05:19'))

    const third = await runScript(dir, 'build', env)
    expect(third.code, third.output).toBe(0)
    expect(third.output).toMatch(/^cdn-purge: Fresh: /m)
    const [, ...after] = purges(edge)
    const urls = after.flatMap((body) => body.files ?? [])
    const changed = ['/cdn-purge.json', '/tides', '/tides/', '/tides/index.html']
    expect(urls.toSorted()).toEqual(changed.map((address) => `${site}${address}`))

    const next = await readSiteFolder(docroot)
    for (const address of addressesOf(next)) {
      const { digest, cacheStatus } = await visitor.visit(address)
      expect(digest, address).toBe(digestAt(next, address))
      if (!changed.includes(address)) {
        expect([address, cacheStatus, origin.asked(address)]).toEqual([address, 'HIT', 0])
      }
    }
  })
})

/** The bodies of the purges so far. */
function purges(edge: Edge): { files?: string[] }[] {
  return edge
    .requests()
    .filter(({ path }) => path.endsWith('/purge_cache'))
    .map(({ body }) => body as { files?: string[] })
}

async function filesOf(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
}

async function recordsOf(dir: string, prefix: string) {
  const ledger = createLedger(createFolderStore(join(dir, '.cdn-purge')), {
    prefix,
    now: Date.now,
    newId: () => 'unused',
  })
  const { records, damage } = await ledger.read()
  expect(damage).toEqual([])
  return records
}
