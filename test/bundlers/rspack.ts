import type { Bundler } from './bundler.ts'
import { createWebpackBundler } from './webpack-host.ts'

export const rspack: Bundler = createWebpackBundler('rspack', 'rspack', async () => {
  const { rspack: createCompiler } = await import('@rspack/core')
  return createCompiler
})
