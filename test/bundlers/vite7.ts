import type { Bundler } from './bundler.ts'
import { createViteBundler, type Vite } from './vite-host.ts'

export const vite7: Bundler = createViteBundler('vite7', load, 'rollupOptions')

async function load(): Promise<Vite> {
  return (await import('vite7')) as unknown as Vite
}
