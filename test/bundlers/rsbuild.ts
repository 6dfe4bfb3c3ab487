import type { Bundler } from './bundler.ts'
import { createRsbuildBundler } from './rsbuild-host.ts'

export const rsbuild: Bundler = createRsbuildBundler('rsbuild', () => import('@rsbuild/core'))
