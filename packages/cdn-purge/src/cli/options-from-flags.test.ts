import { expect, test } from 'vitest'
import { mergeOptions, optionsFromFlags } from './options-from-flags.ts'

test('no flag says nothing', () => {
  expect(optionsFromFlags(new Map(), '/project')).toEqual({})
})

test('folders are taken from where the command was called', () => {
  const flags = new Map([
    ['dir', ['dist', '/srv/www']],
    ['ledger', ['../ledger']],
  ])
  expect(optionsFromFlags(flags, '/project')).toEqual({
    dir: ['/project/dist', '/srv/www'],
    ledger: '/ledger',
  })
})

test('flags that say the same thing twice: the last one counts', () => {
  expect(optionsFromFlags(new Map([['base', ['/a/', '/b/']]]), '/')).toEqual({ base: '/b/' })
})

test('a marker is named, or left out', () => {
  expect(optionsFromFlags(new Map([['marker', ['build.json']]]), '/')).toEqual({
    marker: 'build.json',
  })
  expect(optionsFromFlags(new Map([['no-marker', [true]]]), '/')).toEqual({ marker: false })
})

test('a share may be a number', () => {
  expect(optionsFromFlags(new Map([['max-removed', ['0.1']]]), '/')).toEqual({ maxRemoved: 0.1 })
  expect(optionsFromFlags(new Map([['max-removed', ['10%']]]), '/')).toEqual({ maxRemoved: '10%' })
})

test('zone, environment and plan belong together, and so does how to reach them', () => {
  const flags = new Map([
    ['zone', ['example.com']],
    ['environment', ['staging']],
    ['zone-plan', ['pro']],
    ['access-cookie', ['development=true']],
  ])
  expect(optionsFromFlags(flags, '/')).toEqual({
    cloudflare: { zone: 'example.com', environment: 'staging', plan: 'pro' },
    access: { cookie: 'development=true' },
  })
})

test('what is put over wins field by field', () => {
  const under = { site: 'a', base: '/a/', cloudflare: { zone: 'example.com', environment: 'dev' } }
  const over = { base: '/b/', cloudflare: { environment: 'staging' } }
  expect(mergeOptions(under, over)).toEqual({
    site: 'a',
    base: '/b/',
    cloudflare: { zone: 'example.com', environment: 'staging' },
  })
})
