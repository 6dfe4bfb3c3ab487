import type { Bundler } from './bundler.ts'
import { createViteBundler, type Vite } from './vite-host.ts'

export const vite6: Bundler = createViteBundler('vite6', load, 'rollupOptions')

async function load(): Promise<Vite> {
  return (await import('vite6')) as unknown as Vite
}
