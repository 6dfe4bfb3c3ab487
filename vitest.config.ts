import { defineConfig } from 'vitest/config'
import { defaultServerConditions } from 'vite'

const source = ['dev', ...defaultServerConditions]

export default defineConfig({
  test: {
    projects: [
      {
        ssr: { resolve: { conditions: source } },
        test: { name: 'packages', include: ['packages/*/src/**/*.test.ts'] },
      },
      {
        ssr: { resolve: { conditions: source } },
        test: {
          name: 'test',
          include: ['{test,bench}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
