import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

/** Older majors are built with beside the frameworks, and not in every run of the tests. */
export default defineConfig({
  ssr: { resolve: { conditions: ['dev', ...defaultServerConditions] } },
  test: {
    root: import.meta.dirname,
    include: ['old-majors.spec.ts'],
    testTimeout: 60_000,
  },
})
