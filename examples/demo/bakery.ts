import { cp, symlink } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import cdnPurge from 'unplugin-cdn-purge/vite'
import { build, createLogger } from 'vite'

const SOURCES = fileURLToPath(new URL('../vite', import.meta.url))
const LEFT_OUT = new Set(['node_modules', 'dist', '.cdn-purge'])
const PAGES = [
  'index.html',
  'menu/index.html',
  'order/index.html',
  'visit/index.html',
  'stories/index.html',
  'stories/sourdough/index.html',
  'stories/rye/index.html',
  'privacy.html',
]

export type PluginOptions = Parameters<typeof cdnPurge>[0]

/** Copies the sources of the bakery of `examples/vite` to `dir`. */
export async function copyBakery(dir: string): Promise<void> {
  await cp(SOURCES, dir, {
    recursive: true,
    filter: (path) => !LEFT_OUT.has(relative(SOURCES, path).split(/[\\/]/)[0] ?? ''),
  })
  await symlink(join(SOURCES, 'node_modules'), join(dir, 'node_modules'), 'junction')
}

/** Builds the bakery in `dir` into `dist`, for production and with the plugin, and hands out the plugin's lines. */
export async function buildBakery(
  dir: string,
  options: PluginOptions,
  onLine: (line: string) => void,
): Promise<void> {
  const logger = createLogger('info')
  const show = (message: string): void => message.split('\n').forEach((line) => onLine(line))
  await build({
    root: dir,
    configFile: false,
    // Spares the table of emitted files; what plugins say goes through the logger all the same.
    logLevel: 'warn',
    customLogger: { ...logger, info: show, warn: show },
    build: {
      assetsInlineLimit: 0,
      rolldownOptions: { input: PAGES.map((page) => join(dir, page)) },
    },
    plugins: [cdnPurge(options)],
  })
}
