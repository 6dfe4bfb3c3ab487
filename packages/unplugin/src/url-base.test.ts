import { expect, test } from 'vitest'
import { toUrlBase } from './url-base.ts'

test.each([
  { option: '/', base: '/' },
  { option: '/docs', base: '/docs/' },
  { option: '/docs/', base: '/docs/' },
  { option: 'https://cdn.example.com/app', base: 'https://cdn.example.com/app/' },
  { option: '//cdn.example.com/', base: 'https://cdn.example.com/' },
  { option: 'auto', base: undefined },
  { option: './', base: undefined },
  { option: '', base: undefined },
  { option: undefined, base: undefined },
  { option: () => '/docs/', base: undefined },
])('$option is the prefix $base', ({ option, base }) => {
  expect(toUrlBase(option)).toBe(base)
})
