import { expect, test } from 'vitest'
import { defaultZones, resolveZones, zoneOf } from './zones.ts'

test.for<{ hosts: string[]; names: string[] }>([
  { hosts: ['www.example.com'], names: ['example.com'] },
  { hosts: ['cdn.example.com', 'www.example.com'], names: ['example.com'] },
  { hosts: ['localhost'], names: ['localhost'] },
  { hosts: ['127.0.0.1', 'localhost'], names: ['127.0.0.1', 'localhost'] },
])('$hosts are in $names', ({ hosts, names }) => {
  expect(defaultZones(hosts).map(({ name }) => name)).toEqual(names)
})

test('the longest name wins', () => {
  const zones = resolveZones([{ name: 'example.com' }, { name: 'shop.example.com' }], [])
  expect(zoneOf(zones, 'a.shop.example.com')?.name).toBe('shop.example.com')
  expect(zoneOf(zones, 'www.example.com')?.name).toBe('example.com')
  expect(zoneOf(zones, 'badexample.com')).toBeUndefined()
})

test('a site without zone and an id given twice are refused', () => {
  expect(() => resolveZones([{ name: 'example.org' }], ['www.example.com'])).toThrow(
    'The site "www.example.com" is in none of the `zones`: example.org.',
  )
  const twice = [
    { name: 'a.com', id: '1' },
    { name: 'b.com', id: '1' },
  ]
  expect(() => resolveZones(twice, [])).toThrow('the id "1" twice')
})
