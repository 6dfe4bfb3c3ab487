import { expect, onTestFinished, test } from 'vitest'
import { startOrigin, visit } from '../test/edge-fixture.ts'
import { runCli, type CliResult } from './run-cli.ts'

async function run(args: string[]): Promise<{ result: CliResult; out: string; error: string }> {
  let out = ''
  let error = ''
  const result = await runCli(args, {
    out: (text) => void (out += text),
    error: (text) => void (error += text),
  })
  if (result.kind === 'running') onTestFinished(() => result.edge.close())
  return { result, out, error }
}

test('an edge started from the command line serves, and says how it is used', async () => {
  const origin = await startOrigin((_, response) => response.end('page'))
  const args = ['--origin', origin.url, '--environments', 'Staging,Development']
  const { result, out } = await run([...args, '--cache-everything', '--token', 'planted-secret'])
  if (result.kind !== 'running') throw new Error('The edge did not start.')
  const { port } = new URL(result.edge.url)
  for (const status of ['MISS', 'HIT']) {
    const got = await visit(result.edge, '/', { headers: { host: `localhost:${port}` } })
    expect([got.status, got.body]).toEqual([status, 'page'])
  }
  expect(out).toContain(`http://localhost:${port}  from ${origin.url}`)
  expect(out).toContain(`export CLOUDFLARE_BASE_URL=${result.edge.apiUrl}`)
  expect(out).toMatch(/Staging +http:\/\/localhost:\d+ {2}\(ref [\da-f]{32}\)/)
  expect(out).toMatch(/Development +http:\/\/localhost:\d+ with the cookie development=true/)
  expect(out).not.toContain('planted-secret')
})

interface Ended {
  name: string
  args: string[]
  exitCode: number
  out?: string
  error?: string
}

test.for<Ended>([
  { name: 'wrong usage', args: [], exitCode: 2, error: '`--origin` is missing.' },
  { name: 'a bad origin', args: ['--origin', 'http://h/x'], exitCode: 1, error: 'has a path' },
  { name: 'help', args: ['--help'], exitCode: 0, out: 'cdn-purge-edge --origin <url>' },
])('$name ends with $exitCode', async ({ args, exitCode, out = '', error = '' }) => {
  const ran = await run(args)
  expect(ran.result).toEqual({ kind: 'ended', exitCode })
  expect(ran.out).toContain(out)
  expect(ran.error).toContain(error)
})
