import { readdir, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { rememberedOptions } from '../../packages/cdn-purge/src/options/remembered-options.ts'
import { createProject } from '../builds/project.ts'
import { runBuild } from '../builds/run-build.ts'
import { runHere } from '../builds/run-here.ts'
import { BUNDLERS } from '../bundlers.ts'
import type { BuildCase, Bundler } from '../bundlers/bundler.ts'
import { HOST, createWorld, lostCopies, plannedCopies, type World } from './world.ts'

vi.hoisted(() => {
  // A build of a pull request records nothing, and these builds may well run in one.
  for (const name of ['GITHUB_EVENT_NAME', 'GITHUB_ACTIONS', 'GITLAB_CI', 'CI_MERGE_REQUEST_ID']) {
    delete process.env[name]
  }
  // With credentials the plugin would ask what is live.
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('CLOUDFLARE_')) delete process.env[name]
  }
})

/** Below the prefix that every bundler of the table builds for. */
const ROOT = `http://${HOST}/docs`

interface Site {
  readonly world: World
  readonly root: string
  /** Builds through the plugin that users import, and uploads. */
  readonly ship: () => Promise<void>
  /** Runs with nothing but what the plugin recorded. */
  readonly run: () => ReturnType<World['run']>
}

async function createSite(bundler: Bundler): Promise<Site> {
  const { root } = createProject()
  const world = await createWorld(onTestFinished, { project: root, docs: 'docs' })
  const options = {
    site: `http://${HOST}`,
    cloudflare: { zone: 'site.example', environment: 'Staging' },
    access: { address: world.edge.environmentAddress('Staging') },
    waitForLive: 0,
    ...(bundler.base === undefined && { base: '/docs/' }),
  }
  return {
    world,
    root,
    async ship() {
      await build(bundler, { root, options })
      await world.upload()
    },
    async run() {
      const remembered = await rememberedOptions({}, root)
      if (!remembered) throw new Error('The plugin recorded nothing for this output.')
      return world.run({ options: remembered })
    },
  }
}

/** Builds with the entry that users import, in this process where the bundler allows it, which is much quicker. */
async function build(bundler: Bundler, buildCase: BuildCase): Promise<void> {
  const { failure } = bundler.ownProcess
    ? await runBuild(bundler, buildCase, 'entry')
    : await runHere(bundler, buildCase, 'entry')
  if (failure !== undefined) throw new Error('The build failed.', { cause: failure })
}

/** URLs of every file in a folder, and of its index pages. */
async function urlsBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .flatMap((path) => [path, ...(path === 'index.html' ? [''] : [])])
    .map((path) => `${ROOT}/${path}`)
}

describe.each(BUNDLERS)('$name', (bundler) => {
  test('a built site, changed and built again: only planned URLs lose their copy, and none stays stale', async () => {
    const { world, root, ship, run } = await createSite(bundler)
    await ship()
    expect((await run()).line).toMatch(/^Fresh: /)
    const old = await urlsBelow(join(root, 'docroot', 'docs'))
    await world.warm(old)

    await writeFile(join(root, 'src/lazy.js'), "export const start = () => console.log('again')\n")
    await writeFile(join(root, 'public/robots.txt'), 'User-agent: all\n')
    await ship()
    expect(await world.visit(`${ROOT}/robots.txt`)).toBe('HIT 200 User-agent: *\n')
    const before = world.edge.cache()
    const { line, plans } = await run()

    expect(line).toMatch(/^Fresh: /)
    const lost = lostCopies(before, world.edge.cache()).toSorted()
    const [plan] = plans
    expect(plan && plannedCopies(plan, before).toSorted()).toEqual(lost)
    expect(lost).toContain(`Staging ${ROOT}/robots.txt`)
    // Production, and what did not change in Staging, are as they were.
    expect(before.length).toBeGreaterThan(2 * lost.length)
    const picture = old.find((url) => url.endsWith('.png')) ?? ''
    expect(await world.visit(picture)).toMatch(/^HIT 200 not really a picture/)
    for (const url of await urlsBelow(join(root, 'docroot', 'docs'))) {
      const [served, now] = [await world.visit(url), await world.visit(`${url}?now`)]
      expect(served.replace(/^\w+/, '')).toBe(now.replace(/^\w+/, ''))
    }
    expect(await world.visit(`${ROOT}/robots.txt`)).toMatch(/ 200 User-agent: all\n$/)
  })
})
