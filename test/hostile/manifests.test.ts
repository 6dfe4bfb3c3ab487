import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { expectRefusal, setScene, type Heard } from './scene.ts'
import { STRANGE, withField, type Row } from './strange-files.ts'

const asset = { path: 'a.js', size: 1, digest: 'sha256-abc' }

describe('a manifest', () => {
  const bad = (what: string) =>
    new RegExp(`^Error: Could not read the manifest "b\\.json": .*${what}[^]*cdn-purge`, 'm')

  test.for<Row>([
    ...STRANGE.map((row) => ({ ...row, says: bad('') })),
    { name: 'of no assets', becomes: withField('assets', { length: 3 }), says: bad('not a list') },
    ...[
      { path: '../../etc/passwd' },
      { path: '/etc/passwd' },
      { path: 'a//b' },
      { path: 'a/./b' },
      { path: 'a\\..\\b' },
      { path: '' },
      { path: 'a\0b' },
      { path: '\ud800' },
      { path: 7 },
      { size: -1 },
      { size: 1.5 },
      { size: 1e300 },
      { digest: 'none' },
      { digest: `sha256-${'a'.repeat(10_000)}` },
      { fingerprinted: 'yes' },
    ].map((fields) => ({
      name: `with an asset ${JSON.stringify(fields).slice(0, 60)}`,
      becomes: withField('assets', [
        { ...asset, path: 'first.js' },
        { ...asset, ...fields },
      ]),
      says: bad('asset 2'),
    })),
    {
      name: 'that has a path twice',
      becomes: withField('assets', [asset, asset]),
      says: bad('asset 2 .*a second time'),
    },
  ])('$name is refused, and the place in it is named', async ({ becomes, says }, context) => {
    const scene = await setScene(context.onTestFinished)
    const { stage, say } = scene
    const { text } = await say(['manifest'])
    await writeFile(join(stage.project, 'a.json'), text)
    await writeFile(join(stage.project, 'b.json'), becomes(text))
    await expectRefusal(scene, { code: 2, says }, () =>
      say(['plan', '--from', 'a.json', '--to', 'b.json']),
    )
  })

  test.for([
    ['that is not there', 'nowhere.json', /"nowhere\.json": it does not exist/],
    ['that is a folder', 'dist', /"dist": it is a folder/],
  ] as const)('%s is refused', async ([, file, says], { onTestFinished }) => {
    const scene = await setScene(onTestFinished)
    await mkdir(join(scene.stage.project, 'empty'))
    const compare = (): Promise<Heard> => scene.say(['plan', '--from', file, '--to', file])
    await expectRefusal(scene, { code: 2, says }, compare)
  })
})
