import { expect, test } from 'vitest'
import { parseCli } from './cli-options.ts'

const origin = 'http://localhost:3000'

test.for<{ name: string; args: string[]; message: string }>([
  { name: 'no origin', args: [], message: '`--origin` is missing.' },
  { name: 'no URL', args: ['--origin', 'localhost:3000'], message: 'no http or https URL' },
  { name: 'an unknown option', args: ['--orign', origin], message: '--orign' },
  {
    name: 'an unknown plan',
    args: ['--origin', origin, '--plan', 'gold'],
    message: 'free, pro, business, enterprise',
  },
  {
    name: 'no port',
    args: ['--origin', origin, '--port', '99999'],
    message: '`--port` is "99999"',
  },
  {
    name: 'no API port',
    args: ['--origin', origin, '--api-port', 'x'],
    message: '`--api-port` is "x"',
  },
  {
    name: 'a wrong match',
    args: ['--origin', origin, '--prefix-match', 'x'],
    message: '"string" or "segment"',
  },
  {
    name: 'a stranger',
    args: ['--origin', origin, '--refuse-urls-on', 'QA'],
    message: 'names "QA"',
  },
])('$name is wrong usage', ({ args, message }) => {
  const command = parseCli(args)
  expect(command.kind).toBe('wrong')
  expect(command.kind === 'wrong' ? command.message : '').toContain(message)
})

test('the defaults are a Free zone for localhost on free ports of the loopback address', () => {
  expect(parseCli(['--origin', origin])).toEqual({
    kind: 'start',
    options: {
      sites: [{ host: 'localhost', origin }],
      zones: [{ name: 'localhost', plan: 'free' }],
      environments: [],
      rules: {},
      unknowns: { prefixMatch: 'string', refuseUrlsOn: [] },
      port: 0,
      apiPort: 0,
    },
  })
})

test('sites, environments and rules', () => {
  const args = ['--origin', origin, '--site', 'www.example.com', '--site', 'cdn.example.com']
  args.push(
    '--environments',
    'Staging, Development',
    '--cache-everything',
    '--refuse-urls-on',
    'Staging',
  )
  expect(parseCli(args)).toMatchObject({
    options: {
      sites: [{ host: 'www.example.com' }, { host: 'cdn.example.com' }],
      zones: [{ name: 'example.com' }],
      environments: [
        { name: 'Staging', select: { by: 'address' } },
        { name: 'Development', select: { by: 'cookie', cookie: 'development=true' } },
      ],
      rules: { cacheEverything: true },
      unknowns: { refuseUrlsOn: ['Staging'] },
    },
  })
  expect(parseCli(['--help'])).toEqual({ kind: 'help' })
})
