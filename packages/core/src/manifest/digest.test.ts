import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { digestBytes, digestFile } from './digest.ts'

test('a digest is sha256 in base64', () => {
  expect(digestBytes(new Uint8Array())).toBe('sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=')
  expect(digestBytes(Buffer.from('abc'))).toBe(
    'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=',
  )
})

test.for([0, 1, 4 * 1024 * 1024, 9_000_001])(
  'a file of %i bytes read in pieces has the digest of the whole',
  async (size) => {
    const dir = mkdtempSync(path.join(tmpdir(), 'digest-'))
    onTestFinished(() => rmSync(dir, { recursive: true }))
    const bytes = Buffer.alloc(size, 'some bytes that repeat')
    writeFileSync(path.join(dir, 'file'), bytes)

    const pieces: number[] = []
    const found = await digestFile(path.join(dir, 'file'), async (sizeBytes) => {
      pieces.push(sizeBytes)
    })

    expect(found).toEqual({ size, digest: digestBytes(bytes) })
    expect(pieces.reduce((sum, piece) => sum + piece, 0)).toBe(size)
  },
)

test('a missing file is an error of the file system', async () => {
  await expect(digestFile('no/such/file')).rejects.toThrow('ENOENT')
})
