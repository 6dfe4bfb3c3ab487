import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { BuildCase } from './bundler.ts'
import { rivalOf } from './rival.ts'

/** What Rollup, Rolldown and Vite take as a plugin, as far as the specs make some. */
export interface SpecPlugin {
  readonly name: string
  readonly [hook: string]: unknown
}

export const THROWING = [
  'buildStart',
  'transform',
  'buildEnd',
  'renderStart',
  'renderChunk',
  'generateBundle',
  'writeBundle',
  'writeBundle:last',
  'closeBundle',
] as const

export const WRITING = ['writeBundle', 'closeBundle', 'closeBundle:last'] as const

export const NAMES = {
  entryFileNames: 'app-[hash].js',
  chunkFileNames: '[name]-[hash].js',
  assetFileNames: '[name]-[hash][extname]',
} as const

export function rivalPlugins(buildCase: BuildCase): SpecPlugin[] {
  const rival = rivalOf(buildCase)
  if (!rival) return []
  const hook = rival.last ? { order: 'post', sequential: true, handler: rival.act } : rival.act
  // Vite knows a second order, of whole plugins.
  const enforce = rival.last ? 'post' : undefined
  return [{ name: 'rival', enforce, [rival.hook]: hook }]
}

/** The page, and what is copied as it is, relative to the project. */
export function filesOfSite(root: string): string[] {
  return ['index.html', ...readdirSync(join(root, 'public')).map((name) => `public/${name}`)]
}

/** What Vite does by itself: styles, pictures, the page and the public folder. */
export function sitePlugin(root: string): SpecPlugin {
  const emit = (context: unknown, file: object): string =>
    (context as { emitFile(file: object): string }).emitFile({ type: 'asset', ...file })
  return {
    name: 'site',
    load(this: unknown, id: string): object | undefined {
      if (!/\.(css|png)$/.test(id)) return undefined
      const asset = emit(this, { name: basename(id), source: readFileSync(id) })
      return { code: `export default import.meta.ROLLUP_FILE_URL_${asset}`, moduleType: 'js' }
    },
    generateBundle(this: unknown): void {
      for (const path of filesOfSite(root)) {
        emit(this, {
          fileName: path.replace('public/', ''),
          source: readFileSync(join(root, path)),
        })
      }
    },
  }
}
