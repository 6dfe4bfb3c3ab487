import { PurgeError } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { errorExitCode } from '../cli/error-lines.ts'
import { accessHeaders } from './access-headers.ts'

test('a value `$NAME` is taken from the environment, any other is sent as it stands', () => {
  const headers = { 'x-secret': '$SECRET', 'x-plain': 'a $b' }
  expect(accessHeaders({ headers, cookie: 'development=true' }, { SECRET: 's3cret' })).toEqual({
    'x-secret': 's3cret',
    'x-plain': 'a $b',
    cookie: 'development=true',
  })
})

test.for([{ env: {} }, { env: { SECRET: undefined } }, { env: { SECRET: '' } }])(
  'a variable that is not set ($env) is an error that names it and its header',
  ({ env }) => {
    const error: unknown = catching(() => accessHeaders({ headers: { 'x-a': '$SECRET' } }, env))
    if (!(error instanceof PurgeError)) throw new Error('Nothing was thrown.')
    expect(error).toMatchObject({
      code: 'bad-option',
      message: '`access.headers` takes "x-a" from `$SECRET`, which is not set.',
    })
    expect(errorExitCode(error)).toBe(2)
  },
)

test.for([
  { headers: { 'x-a': '$SECRET' }, names: 'x-a' },
  { headers: { 'x a': 'b' }, names: 'x a' },
  { cookie: 'a\u0000s3cret', names: 'cookie' },
  { headers: { 'x-a': '\u2603 s3cret' }, names: 'x-a' },
])('what no header can carry is refused by name, and not said: $names', ({ names, ...access }) => {
  const error = catching(() => accessHeaders(access, { SECRET: 's3cret\r\nx-evil: 1' }))
  expect(error).toMatchObject({
    code: 'bad-option',
    message: expect.stringContaining(`"${names}"`),
  })
  expect(String(error)).not.toContain('s3cret')
})

function catching(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}
