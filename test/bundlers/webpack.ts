import type { Bundler } from './bundler.ts'
import { createWebpackBundler } from './webpack-host.ts'

export const webpack: Bundler = createWebpackBundler('webpack', 'webpack', async () => {
  const { default: createCompiler } = await import('webpack')
  return createCompiler
})
