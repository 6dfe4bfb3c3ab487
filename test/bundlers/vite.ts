import type { Bundler } from './bundler.ts'
import { createViteBundler } from './vite-host.ts'

export const vite: Bundler = createViteBundler('vite', () => import('vite'), 'rolldownOptions')
