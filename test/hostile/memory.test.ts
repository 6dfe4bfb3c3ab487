import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const MAX_BYTES = 1_000_000_000
const MIB = 1024 * 1024

/** What unpacks to as many bytes as we read at most, or to what takes most room once it is parsed. */
const TEXTS: readonly (readonly [name: string, head: string, unit: string, bytes: number])[] = [
  ['more bytes than are read', '{"version":1,"x":"', 'x', 200 * MIB],
  ['one long string', '{"version":1,"x":"', 'x', 159 * MIB],
  ['many empty lists', '[', '[],', 9 * MIB],
  ['many numbers', '[', '1,', 40 * MIB],
  ['a deep nesting', '[', '[', 20 * MIB],
  ['a nesting that is not too deep', '[', '[', 3_900_000],
  [
    'as many bytes of assets as are read',
    '{"version":1,"assets":[',
    `{"path":"docs/a/page.html","size":1,"digest":"sha256-${'A'.repeat(43)}="},`,
    159 * MIB,
  ],
]

test.for(TEXTS)(
  'a manifest of %s is refused in less than 1 GB',
  { timeout: 120_000 },
  async ([, head, unit, bytes]) => {
    const reader = join(import.meta.dirname, 'read-hostile-manifest.ts')
    const count = String(Math.floor(bytes / unit.length))
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--conditions', 'dev', reader, head, unit, count],
      { cwd: import.meta.dirname },
    )
    const { code, peakBytes } = JSON.parse(stdout) as { code: string; peakBytes: number }
    expect(code).toBe('bad-record')
    expect(peakBytes).toBeLessThan(MAX_BYTES)
  },
)
