import { expect, test } from 'vitest'
import { closest } from './closest.ts'

test.for<{ word: string; meant: string | undefined }>([
  { word: 'stagin', meant: 'Staging' },
  { word: 'STAGING', meant: 'Staging' },
  { word: 'prodution', meant: 'Production' },
  { word: 'dev', meant: undefined },
  { word: '', meant: undefined },
])('"$word" means $meant', ({ word, meant }) => {
  expect(closest(word, ['Production', 'Staging', 'Development'])).toBe(meant)
})
