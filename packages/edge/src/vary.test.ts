import { expect, test } from 'vitest'
import { isSelected, selectionOf } from './vary.ts'

interface Case {
  name: string
  stored: string
  asked: string
  answer: [string, string][]
  selected: boolean
}

const varies: [string, string][] = [['Vary', 'Accept-Encoding']]

test.for<Case>([
  {
    name: 'the same codings in another order',
    stored: 'gzip, br',
    asked: 'br,gzip;q=0.5',
    answer: varies,
    selected: true,
  },
  { name: 'fewer codings', stored: 'gzip, br', asked: 'gzip', answer: varies, selected: false },
  {
    name: 'a coding that is refused',
    stored: 'gzip, br',
    asked: 'gzip, br;q=0',
    answer: varies,
    selected: false,
  },
  { name: 'no Vary, not compressed', stored: 'gzip', asked: '', answer: [], selected: true },
  {
    name: 'no Vary, compressed',
    stored: 'gzip',
    asked: '',
    answer: [['Content-Encoding', 'gzip']],
    selected: false,
  },
])('$name', ({ stored, asked, answer, selected }) => {
  const selection = selectionOf([['Accept-Encoding', stored]], answer, false)
  expect(isSelected([['accept-encoding', asked]], selection)).toBe(selected)
})

test('other headers select only by rule', () => {
  const answer: [string, string][] = [['Vary', 'Accept-Language']]
  const english: [string, string][] = [['Accept-Language', 'en']]
  const german: [string, string][] = [['Accept-Language', 'de']]
  expect(isSelected(german, selectionOf(english, answer, false))).toBe(true)
  expect(isSelected(german, selectionOf(english, answer, true))).toBe(false)
})
