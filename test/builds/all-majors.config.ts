import { mergeConfig, type ViteUserConfig } from 'vitest/config'
import olderMajors from './old-majors.config.ts'

/** What the table in the documents is made from. */
const config: ViteUserConfig = mergeConfig(olderMajors, {
  test: { include: ['builds.test.ts'] },
})

export default config
