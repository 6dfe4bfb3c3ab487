import type { Bundler } from './bundler.ts'
import { createRollupBundler, type RollupLike } from './rollup-host.ts'

export const rolldown: Bundler = createRollupBundler('rolldown', async () => {
  const { rolldown: create, watch } = await import('rolldown')
  return { create, watch } as unknown as RollupLike
})
