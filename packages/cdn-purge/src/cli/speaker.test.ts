import { expect, test } from 'vitest'
import { createSpeaker, type SpeakerOptions } from './speaker.ts'
import type { Terminal } from './terminal.ts'

const TOKEN = 'a-token-that-nobody-may-see'

interface Heard {
  readonly stdout: string
  readonly stderr: string
}

function hear(
  options: Partial<SpeakerOptions>,
  outside: Partial<Terminal> & { isTTY?: boolean } = {},
): Heard {
  const heard = { stdout: '', stderr: '' }
  const { isTTY = false, env = {} } = outside
  const speaker = createSpeaker(
    {
      stdout: { write: (text) => (heard.stdout += text), isTTY },
      stderr: { write: (text) => (heard.stderr += text), isTTY },
      env: { CLOUDFLARE_API_TOKEN: `${TOKEN}\n`, ...env },
      cwd: '/',
      onInterrupt: () => () => {},
    },
    { json: false, quiet: false, ...options },
  )
  speaker.progress({ kind: 'note', note: { code: 'n', text: 'A note.' } })
  speaker.lines(['+ a report', `  of two lines with ${TOKEN}`])
  speaker.json({ token: TOKEN })
  speaker.alarm(['Error: an alarm'])
  speaker.last('Fresh: the last line')
  return heard
}

test('reports go to stdout, notes and alarms to stderr', () => {
  expect(hear({})).toEqual({
    stdout: '+ a report\n  of two lines with ***\nFresh: the last line\n',
    stderr: '! A note.\nError: an alarm\n',
  })
})

test('json leaves nothing but the object on stdout', () => {
  const { stdout, stderr } = hear({ json: true })
  expect(JSON.parse(stdout)).toEqual({ token: '***' })
  expect(stderr).toContain('Fresh: the last line')
})

test('quiet says the last line and alarms only', () => {
  expect(hear({ quiet: true })).toEqual({
    stdout: 'Fresh: the last line\n',
    stderr: 'Error: an alarm\n',
  })
})

test('credentials are blanked everywhere', () => {
  for (const options of [{}, { json: true }, { quiet: true }]) {
    const { stdout, stderr } = hear(options)
    expect(stdout + stderr).not.toContain(TOKEN)
  }
})

interface Colored {
  readonly name: string
  readonly isTTY: boolean
  readonly env: Terminal['env']
  readonly colored: boolean
}

test.for<Colored>([
  { name: 'a terminal', isTTY: true, env: {}, colored: true },
  { name: 'a pipe', isTTY: false, env: {}, colored: false },
  { name: 'NO_COLOR', isTTY: true, env: { NO_COLOR: '1' }, colored: false },
  { name: 'an empty NO_COLOR', isTTY: true, env: { NO_COLOR: '' }, colored: true },
  { name: 'FORCE_COLOR', isTTY: false, env: { FORCE_COLOR: '1' }, colored: true },
  { name: 'FORCE_COLOR=0', isTTY: true, env: { FORCE_COLOR: '0' }, colored: false },
  { name: 'CI', isTTY: true, env: { CI: 'true' }, colored: false },
  { name: 'a dumb terminal', isTTY: true, env: { TERM: 'dumb' }, colored: false },
])('$name: colours $colored', ({ isTTY, env, colored }) => {
  expect(hear({}, { isTTY, env }).stdout.includes('\u001B[32m')).toBe(colored)
})
