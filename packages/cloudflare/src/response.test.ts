import { inspect } from 'node:util'
import { PurgeError } from '@cdn-purge/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  readAnswer,
  readReceipt,
  type Answer,
  type AnswerContext,
  type Receipt,
} from './response.ts'
import { createRedactor } from './text.ts'

const SECRET = '8f3c1d0a9b7e4625f1c2d3e4a5b6c7d8e9f0a1b2'

const context: AnswerContext = {
  request: { what: 'purge 1 URL in zone "z"', permission: 'Cache Purge' },
  redact: createRedactor([SECRET]),
}

function read(answer: Partial<Answer>): Receipt {
  const whole = { status: 200, headers: {}, text: '', ...answer }
  return readReceipt(readAnswer(whole, context), whole, context)
}

function body(fields: Record<string, unknown>): string {
  return JSON.stringify({ success: true, errors: [], messages: [], result: null, ...fields })
}

function errors(...list: unknown[]): string {
  return body({ success: false, errors: list })
}

test('an accepted purge gives its id', () => {
  expect(read({ text: body({ result: { id: 'abc' } }) })).toEqual({ id: 'abc' })
})

test('a success with a null result gives null', () => {
  expect(read({ text: body({}) })).toBeNull()
})

test.for<{ name: string; answer: Partial<Answer>; says: string }>([
  { name: 'nothing', answer: { text: '' }, says: 'answered 200 with nothing' },
  { name: 'HTML', answer: { text: '<!doctype html><p>hi' }, says: 'with HTML instead of JSON' },
  {
    name: 'HTML of a gateway',
    answer: { status: 502, text: '<html>' },
    says: 'answered 502 with HTML',
  },
  { name: 'text', answer: { text: 'error code: 1020' }, says: 'with text instead of JSON' },
  { name: 'half of the JSON', answer: { text: body({}).slice(0, 20) }, says: 'with text instead' },
  { name: 'a list', answer: { text: '[]' }, says: 'JSON that is no object' },
  { name: 'no envelope', answer: { text: '{}' }, says: 'without `success`' },
  {
    name: 'a success of another type',
    answer: { text: body({ success: 'true' }) },
    says: 'without `success`',
  },
  { name: 'no result', answer: { text: '{"success":true}' }, says: 'without a `result`' },
  { name: 'no id', answer: { text: body({ result: {} }) }, says: 'without an `id`' },
  {
    name: 'an id that is no text',
    answer: { text: body({ result: { id: 7 } }) },
    says: 'without an `id`',
  },
  { name: 'an answer that broke off', answer: { incomplete: 'cut' }, says: 'broke off' },
  {
    name: 'an answer without end',
    answer: { incomplete: 'oversized' },
    says: 'more than is ever read',
  },
])('$name: unreadable', ({ answer, says }) => {
  const error = thrown(() => read(answer))
  expect(error.code).toBe('api-unreadable')
  expect(error.message).toContain(says)
  expect(error.hint).toBeDefined()
  expect(error.details).toMatchObject({ status: answer.status ?? 200 })
})

test.for<{ name: string; status?: number; text: string; code?: string; hint: string }>([
  {
    name: 'success: false with 200',
    text: errors({ code: 1017, message: 'm' }),
    hint: 'sent again',
  },
  {
    name: 'a success under 404',
    status: 404,
    text: body({ result: { id: 'a' } }),
    hint: 'Check the ids',
  },
  { name: '1092', status: 400, text: errors({ code: 1092 }), hint: 'built wrongly' },
  {
    name: '1134',
    status: 429,
    text: errors({ code: 1134 }),
    code: 'rate-limited',
    hint: 'Wait a minute',
  },
  {
    name: '1134 under 400',
    status: 400,
    text: errors({ code: 1134 }),
    code: 'rate-limited',
    hint: 'Wait',
  },
  {
    name: 'an older code',
    status: 400,
    text: errors({ code: 1113 }),
    code: 'rate-limited',
    hint: 'Wait',
  },
  {
    name: 'a limit in words alone',
    status: 400,
    text: errors({ code: 9_999, message: 'Rate limit reached.' }),
    code: 'rate-limited',
    hint: '',
  },
  { name: '429 with HTML', status: 429, text: '<html>', code: 'rate-limited', hint: 'Wait' },
  {
    name: '1136',
    status: 400,
    text: errors({ code: 1136 }),
    code: 'url-refused',
    hint: 'Send prefixes',
  },
  { name: '1094', status: 400, text: errors({ code: 1094 }), hint: 'fewer items' },
  { name: '1082', status: 400, text: errors({ code: 1082 }), hint: 'not of this zone' },
  {
    name: '10000',
    status: 403,
    text: errors({ code: 10_000 }),
    hint: 'the "Cache Purge" permission',
  },
  { name: '9109', status: 403, text: errors({ code: 9109 }), hint: 'the "Cache Purge" permission' },
  { name: '9106', status: 400, text: errors({ code: 9106 }), hint: 'not accepted' },
  {
    name: '6003 over 6103',
    status: 400,
    text: errors({ code: 6003, error_chain: [{ code: 6103, message: 'm' }] }),
    hint: 'put it in `CLOUDFLARE_API_TOKEN`',
  },
  {
    name: '6003 over 6111',
    status: 400,
    text: errors({ code: 6003, error_chain: [{ code: 6111, message: 'm' }] }),
    hint: 'The API token is badly formed',
  },
  {
    name: '7003',
    status: 404,
    text: errors({ code: 7003 }, { code: 7000 }),
    hint: 'Check the ids',
  },
  { name: '10001', status: 403, text: errors({ code: 10_001 }), hint: 'Version Management' },
  { name: 'a 500 without errors', status: 500, text: errors(), hint: 'Send it again later' },
])(
  '$name: refused, and the hint says what to do',
  ({ status = 200, text, code = 'api-refused', hint }) => {
    const error = thrown(() => read({ status, text }))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(
      /^Could not purge 1 URL in zone "z": Cloudflare answered \d+: .*\.$/,
    )
    expect(error.hint ?? '').toContain(hint)
  },
)

test('a refusal carries all that the answer says', () => {
  const text = errors({
    code: 6003,
    message: 'Invalid request headers.',
    documentation_url: 'https://developers.cloudflare.com/api/',
    source: { pointer: '/files/3' },
    error_chain: [
      { code: 6111, message: 'Invalid format.', error_chain: [{ code: 1, message: 'deep' }] },
    ],
  })
  const error = thrown(() => read({ status: 400, headers: { 'cf-ray': '8a-FRA' }, text }))
  expect(error.message).toBe(
    'Could not purge 1 URL in zone "z": Cloudflare answered 400: Invalid request headers (code 6003, at "/files/3"); Invalid format (code 6111); deep (code 1).',
  )
  expect(error.details).toEqual({
    status: 400,
    codes: [6003],
    pointers: ['/files/3'],
    documentationUrls: ['https://developers.cloudflare.com/api/'],
    chain: [
      { code: 6111, message: 'Invalid format.' },
      { code: 1, message: 'deep' },
    ],
    rayId: '8a-FRA',
  })
})

test('what an answer says is shown on one line, without control characters', () => {
  const error = thrown(() => read({ text: errors({ message: 'a\u001B[31m\n\u202Eb' }) }))
  expect(error.message).toMatch(/^[^\p{Cc}\u202E]+$/u)
})

const leaf = fc.oneof(
  fc.string().map((text) => text + SECRET),
  fc.constantFrom(SECRET, 1134, 1136, 10_000, 6103, -1, 1e99, true, false, null),
)
const junk = fc.oneof(
  { weight: 3, arbitrary: leaf },
  fc.array(leaf, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('id', 'code', 'message', 'errors', 'pointer', '__proto__'), leaf),
)
const apiError = fc.record(
  {
    code: junk,
    message: junk,
    documentation_url: junk,
    source: fc.oneof(junk, fc.record({ pointer: junk })),
    error_chain: fc.oneof(junk, fc.array(fc.record({ code: junk, message: junk }))),
  },
  { requiredKeys: [] },
)
// Often right in its outline, so that what it says is read.
const envelope = fc.record(
  {
    success: fc.oneof(fc.boolean(), junk),
    result: junk,
    errors: fc.oneof({ weight: 3, arbitrary: fc.array(apiError, { maxLength: 3 }) }, junk),
  },
  { requiredKeys: [] },
)

test('a hostile answer gives an id, null or a PurgeError, and never the secret', () => {
  const text = fc.oneof(
    fc.string(),
    junk.map((value) => JSON.stringify(value)),
    { weight: 5, arbitrary: envelope.map((value) => JSON.stringify(value)) },
  )
  fc.assert(
    fc.property(text, fc.constantFrom(200, 301, 400, 401, 429, 500), (sent, status) => {
      try {
        const receipt = read({ status, text: sent, headers: { 'cf-ray': SECRET } })
        expect(receipt === null || typeof receipt.id === 'string').toBe(true)
        expect(JSON.stringify(receipt)).not.toContain(SECRET)
      } catch (thing) {
        if (!(thing instanceof PurgeError)) throw thing
        const { message, hint, details, cause } = thing
        expect(inspect({ message, hint, details, cause }, { depth: 20 })).not.toContain(SECRET)
      }
    }),
    { numRuns: 500 },
  )
})

test('an answer that nests without end is refused like any other', () => {
  const deep = 100_000
  const chain = '{"code":1,"error_chain":['.repeat(deep) + ']}'.repeat(deep)
  const error = thrown(() => read({ text: `{"success":false,"errors":[${chain}]}` }))
  expect(error.code).toBe('api-refused')
})

function thrown(act: () => unknown): PurgeError {
  try {
    act()
  } catch (error) {
    if (error instanceof PurgeError) return error
    throw error
  }
  throw new Error('Nothing was thrown.')
}
