import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { didYouMean } from './did-you-mean.ts'

const OPTIONS = ['site', 'cloudflare', 'dir', 'base', 'marker', 'run', 'cleanUrls', 'environment']

interface Case {
  readonly name: string
  readonly word: string
  readonly meant: string | undefined
}

test.for<Case>([
  { name: 'a missing letter', word: 'enviroment', meant: 'environment' },
  { name: 'two letters swapped', word: 'iste', meant: 'site' },
  { name: 'another case', word: 'CLEANURLS', meant: 'cleanUrls' },
  { name: 'a plural', word: 'dirs', meant: 'dir' },
  { name: 'the word itself', word: 'base', meant: 'base' },
  { name: 'another word altogether', word: 'verbose', meant: undefined },
  { name: 'nothing at all', word: '', meant: undefined },
  { name: 'a short word that shares one letter', word: 'us', meant: undefined },
  { name: 'a name that every object has', word: 'constructor', meant: undefined },
])('$name: "$word" means $meant', ({ word, meant }) => {
  expect(didYouMean(word, OPTIONS)).toBe(meant)
})

test('nothing is meant where there are no candidates', () => {
  expect(didYouMean('site', [])).toBeUndefined()
})

test('one slip in a word of four letters or more is always found', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z]{4,12}$/),
      fc.nat(),
      fc.constantFrom('drop', 'double', 'swap'),
      (word, position, slip) => {
        const at = position % (word.length - 1)
        const [before, here, next, after] = [
          word.slice(0, at),
          word[at],
          word[at + 1],
          word.slice(at + 2),
        ]
        const parts = { drop: [next], double: [here, here, next], swap: [next, here] }[slip]
        expect(didYouMean(`${before}${parts.join('')}${after}`, [word])).toBe(word)
      },
    ),
  )
})
