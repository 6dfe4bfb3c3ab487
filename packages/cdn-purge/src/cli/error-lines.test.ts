import { PurgeError } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import { errorExitCode, errorFields, errorLines } from './error-lines.ts'

const ERROR = new PurgeError('unknown-zone', 'There is no zone "exmaple.com".', {
  hint: 'Look at `cloudflare.zone`.',
  cause: new Error('the cause'),
})

test('an error is its message and what to do, without a stack', () => {
  expect(errorLines(ERROR, false)).toEqual([
    'Error: There is no zone "exmaple.com".',
    'Look at `cloudflare.zone`.',
  ])
})

test('who debugs gets the stack, and that of the cause', () => {
  const text = errorLines(ERROR, true).join('\n')
  expect(text).toContain('error-lines.test.ts')
  expect(text).toContain('Caused by:\nError: the cause')
})

test('what nobody expected says so', () => {
  expect(errorFields(new TypeError('x is not a function'))).toMatchObject({
    code: 'unexpected',
    message: 'x is not a function',
  })
  expect(errorFields('thrown text').message).toBe('thrown text')
})

test('only what the user can put right alone is wrong usage', () => {
  expect(errorExitCode(ERROR)).toBe(2)
  expect(errorExitCode(new PurgeError('bad-option', ''))).toBe(2)
  expect(errorExitCode(new PurgeError('api-refused', ''))).toBe(1)
  expect(errorExitCode(new PurgeError('plan-outdated', ''))).toBe(1)
  expect(errorExitCode(new TypeError('bug'))).toBe(1)
})
