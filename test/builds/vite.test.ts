import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Options } from 'unplugin-cdn-purge'
import { build, createBuilder, type InlineConfig, type Plugin, type ViteBuilder } from 'vite'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createPlugins } from '../../packages/unplugin/src/create-plugins.ts'
import { createProject, createRecorder, type Finished } from './project.ts'

const OPTIONS: Options = {
  site: 'https://www.example.com',
  cloudflare: { zone: 'example.com', environment: 'staging' },
}

interface Site {
  readonly root: string
  readonly finished: readonly Finished[]
  readonly config: InlineConfig & { plugins: Plugin[] }
  plugin(): Plugin
}

function createSite(): Site {
  const { root, remove } = createProject()
  onTestFinished(remove)
  const { finish, finished } = createRecorder(root)
  const { vite } = createPlugins(finish)
  const plugin = (): Plugin => vite(OPTIONS)
  const config = { root, configFile: false as const, logLevel: 'silent' as const }
  return { root, finished, plugin, config: { ...config, plugins: [plugin()] } }
}

const SERVER = {
  ssr: { build: { outDir: 'dist-server', rolldownOptions: { input: 'src/server.js' } } },
}

async function buildApp(config: InlineConfig): Promise<void> {
  const builder = await createBuilder(config, null)
  await builder.buildApp()
}

async function buildAll(builder: ViteBuilder): Promise<void> {
  for (const each of Object.values(builder.environments)) await builder.build(each)
}

function writePage(root: string): void {
  mkdirSync(join(root, 'dist/news'), { recursive: true })
  writeFileSync(join(root, 'dist/news/index.html'), '<!doctype html>\n')
}

test('pages that a framework writes after the server build are seen', async () => {
  const { root, finished, config } = createSite()
  const framework: Plugin = {
    name: 'framework',
    async buildApp(builder) {
      await buildAll(builder)
      writePage(root)
    },
  }

  await buildApp({
    ...config,
    plugins: [...config.plugins, framework],
    environments: SERVER,
    builder: {},
  })

  expect(finished.map(({ stable }) => stable)).toEqual([
    ['dist/index.html', 'dist/news/index.html', 'dist/robots.txt'],
  ])
})

test('pages that the user’s `buildApp` writes are seen', async () => {
  const { root, finished, config } = createSite()

  await buildApp({
    ...config,
    environments: SERVER,
    builder: {
      async buildApp(builder) {
        await buildAll(builder)
        writePage(root)
      },
    },
  })

  expect(finished.map(({ stable }) => stable)).toEqual([
    ['dist/index.html', 'dist/news/index.html', 'dist/robots.txt'],
  ])
})

test('environments with plugins of their own end as one', async () => {
  const { root, finished, plugin } = createSite()
  vi.stubGlobal('createPlugin', plugin)
  onTestFinished(() => void vi.unstubAllGlobals())
  writeFileSync(
    join(root, 'vite.config.mjs'),
    'export default () => ({ plugins: [globalThis.createPlugin()] })\n',
  )

  await buildApp({ root, logLevel: 'silent', environments: SERVER, builder: {} })

  expect(finished).toHaveLength(1)
})

test('an app of one environment ends once', async () => {
  const { finished, config } = createSite()

  await buildApp(config)

  expect(finished).toHaveLength(1)
})

test('a framework that goes on after an environment failed: nothing ends', async () => {
  const { finished, config } = createSite()
  const framework: Plugin = {
    name: 'framework',
    async buildApp(builder) {
      for (const each of Object.values(builder.environments)) {
        await builder.build(each).catch(() => {})
      }
    },
  }

  await buildApp({
    ...config,
    plugins: [...config.plugins, framework],
    environments: { ssr: { build: { rolldownOptions: { input: 'src/none.js' } } } },
    builder: {},
  })

  expect(finished).toEqual([])
})

test('after an app that failed the next one ends', async () => {
  const { finished, config } = createSite()
  const broken = { ssr: { build: { rolldownOptions: { input: 'src/none.js' } } } }

  await expect(buildApp({ ...config, environments: broken, builder: {} })).rejects.toThrow(
    'none.js',
  )
  await build(config)

  expect(finished).toHaveLength(1)
})

test('a build for servers only: nothing ends', async () => {
  const { finished, config } = createSite()

  await build({ ...config, build: { ssr: 'src/server.js' } })

  expect(finished).toEqual([])
})

test('watching an app: nothing ends', async () => {
  const { finished, config } = createSite()
  let seen = (): void => {}
  const end = new Promise<void>((resolve) => (seen = resolve))
  const observer: Plugin = { name: 'observer', closeBundle: () => seen() }
  const builder = await createBuilder(
    { ...config, plugins: [...config.plugins, observer], build: { watch: {} } },
    null,
  )
  const watchers: unknown[] = []
  const { build: buildEnvironment } = builder
  builder.build = async (environment) => {
    const watcher = await buildEnvironment(environment)
    watchers.push(watcher)
    return watcher
  }

  await builder.buildApp()
  await end
  for (const watcher of watchers) await (watcher as { close(): Promise<void> }).close()

  expect(watchers).toHaveLength(1)
  expect(finished).toEqual([])
})

test('`--mode development` is a production build', async () => {
  const { finished, config } = createSite()

  await build({ ...config, mode: 'development' })

  expect(finished.map(({ mode }) => mode)).toEqual(['development'])
})

test.each([
  { base: '/', says: '/' },
  { base: '/docs', says: '/docs/' },
  { base: 'https://cdn.example.com/site', says: 'https://cdn.example.com/site/' },
  { base: './', says: undefined },
  { base: '', says: undefined },
])('the base "$base"', async ({ base, says }) => {
  const { finished, config } = createSite()

  await build({ ...config, base })

  expect(finished.map(({ outputs }) => outputs)).toEqual([[{ dir: 'dist', base: says }]])
})

test('the names of workers hold a hash, as those of their source maps do', async () => {
  const { root, finished, config } = createSite()
  writeFileSync(
    join(root, 'src/app.js'),
    "new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })\n",
  )
  writeFileSync(join(root, 'src/worker.js'), "import('./lazy.js').then((lazy) => lazy.start())\n")

  await build({ ...config, build: { sourcemap: true }, worker: { format: 'es' } })

  expect(finished.map(({ stable }) => stable)).toEqual([['dist/index.html', 'dist/robots.txt']])
})

test('the user’s own worker plugins are kept', async () => {
  const { root, config } = createSite()
  writeFileSync(
    join(root, 'src/app.js'),
    "new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })\n",
  )
  writeFileSync(join(root, 'src/worker.js'), 'postMessage(1)\n')
  const generateBundle = vi.fn<() => void>()

  await build({ ...config, worker: { plugins: () => [{ name: 'own', generateBundle }] } })

  expect(generateBundle).toHaveBeenCalled()
})
