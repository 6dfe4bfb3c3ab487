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

function catching(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}
