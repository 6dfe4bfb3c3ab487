import type { Bundler } from './bundler.ts'
import { createWebpackBundler, type CreateCompiler } from './webpack-host.ts'

export const rspack1: Bundler = createWebpackBundler('rspack1', 'rspack', load, {
  'disk full': 'Rspack 1 itself says then that the build succeeded',
})

async function load(): Promise<CreateCompiler> {
  const { rspack: createCompiler } = await import('rspack1')
  return createCompiler
}
