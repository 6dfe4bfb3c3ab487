import { PurgeError } from '@cdn-purge/core'
import type { ArgsDef } from 'citty'
import { expect, test } from 'vitest'
import { readFlags } from './read-flags.ts'

const ARGS: ArgsDef = {
  id: { type: 'positional' },
  dir: { type: 'string' },
  json: { type: 'boolean' },
  'clean-urls': { type: 'boolean', negativeDescription: 'no' },
  'no-marker': { type: 'boolean' },
  'on-unknown-baseline': { type: 'enum', options: ['site', 'stable', 'fail'] },
}

interface Readable {
  readonly argv: string
  readonly flags: Readonly<Record<string, readonly (string | boolean)[]>>
}

test.for<Readable>([
  { argv: 'x', flags: {} },
  { argv: 'x --json', flags: { json: [true] } },
  { argv: '--json x', flags: { json: [true] } },
  { argv: 'x --json=false', flags: { json: [false] } },
  { argv: 'x --dir a --dir=b', flags: { dir: ['a', 'b'] } },
  { argv: 'x --dir=-odd', flags: { dir: ['-odd'] } },
  { argv: 'x --clean-urls', flags: { 'clean-urls': [true] } },
  { argv: 'x --no-clean-urls', flags: { 'clean-urls': [false] } },
  { argv: 'x --no-marker', flags: { 'no-marker': [true] } },
  { argv: 'x --on-unknown-baseline stable', flags: { 'on-unknown-baseline': ['stable'] } },
])('reads "$argv"', ({ argv, flags }) => {
  expect(Object.fromEntries(readFlags(argv.split(' '), ARGS))).toEqual(flags)
})

interface Refused {
  readonly argv: string
  readonly says: string
}

test.for<Refused>([
  { argv: 'x --jsn', says: 'Unknown flag `--jsn`. Did you mean `--json`?' },
  { argv: 'x --no-markr', says: 'Unknown flag `--no-markr`. Did you mean `--no-marker`?' },
  { argv: 'x --no-json', says: 'Unknown flag `--no-json`.' },
  { argv: 'x --frobnicate', says: 'Unknown flag `--frobnicate`.' },
  { argv: 'x --cleanUrls', says: 'Did you mean `--clean-urls`?' },
  { argv: 'x --constructor', says: 'Unknown flag `--constructor`.' },
  { argv: 'x --id 1', says: 'Unknown flag `--id`.' },
  { argv: 'x -q', says: 'Unknown flag `-q`.' },
  { argv: 'x --dir', says: '`--dir` needs a value.' },
  { argv: 'x --dir --json', says: '`--dir` needs a value.' },
  { argv: 'x --dir=', says: '`--dir` needs a value.' },
  { argv: 'x --json=maybe', says: '`--json` is either there or not' },
  { argv: 'x --no-clean-urls=1', says: '`--no-clean-urls` takes no value.' },
  {
    argv: 'x --on-unknown-baseline stabel',
    says: '`--on-unknown-baseline` is "stabel", but it takes site, stable, fail. Did you mean `stable`?',
  },
  { argv: '--json', says: '<id> is missing.' },
  { argv: 'x y', says: 'Unexpected argument "y".' },
])('refuses "$argv"', ({ argv, says }) => {
  const read = () => readFlags(argv.split(' '), ARGS)
  expect(read).toThrow(PurgeError)
  expect(read).toThrow(says)
})

test('every problem is in the one error', () => {
  expect(() => readFlags(['x', 'y', '--jsn', '--dir'], ARGS)).toThrow(
    'Unknown flag `--jsn`. Did you mean `--json`?\n`--dir` needs a value.\nUnexpected argument "y".',
  )
})
