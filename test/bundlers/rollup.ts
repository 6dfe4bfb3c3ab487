import type { Bundler } from './bundler.ts'
import { createRollupBundler, type RollupLike } from './rollup-host.ts'

export const rollup: Bundler = createRollupBundler('rollup', async () => {
  const { rollup: create, watch } = await import('rollup')
  return { create, watch } as unknown as RollupLike
})
