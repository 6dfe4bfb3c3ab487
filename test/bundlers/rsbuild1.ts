import type { Bundler } from './bundler.ts'
import { createRsbuildBundler, type Rsbuild } from './rsbuild-host.ts'

export const rsbuild1: Bundler = createRsbuildBundler('rsbuild1', load, {
  'disk full': 'Rspack 1, below it, says then that the build succeeded',
})

async function load(): Promise<Rsbuild> {
  return (await import('rsbuild1')) as unknown as Rsbuild
}
