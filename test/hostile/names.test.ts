import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { expectClear, expectRefusal, setScene } from './scene.ts'

/** Names that are files here and a trap somewhere else. */
const NAMES = [
  'a b.html',
  'percent%2e%2e.js',
  'question?mark.js',
  'hash#tag.js',
  'back\\slash.js',
  'quote"\'`$(id).js',
  'star*[a-z]{b}.js',
  'new\nline.js',
  'escape\u001b[2J.js',
  'right\u202etext.js',
  'line\u2028end.js',
  'umlaut-ü-and-u\u0308.js',
  '☃/…/漢字.html',
  '__proto__/constructor.js',
  'toString',
  '.hidden/file.js',
  `${'x'.repeat(250)}.js`,
  'http:/www.other.example/x.js',
  '@evil.example',
]

/** As the URL standard has it for a link that means this file. */
function addressOf(name: string): string {
  const whole = name.replaceAll(/[%?#\\\n\t]/g, encodeURIComponent)
  return new URL(`http://www.site.example/${whole}`).pathname
}

describe('a build with names that are traps', () => {
  test('is purged under the addresses that browsers ask for, and shown as text', async ({
    expect,
    onTestFinished,
  }) => {
    const scene = await setScene(onTestFinished)
    const { stage, say } = scene
    const urls = NAMES.map(addressOf)
    for (const version of [1, 2]) {
      const files = Object.fromEntries(NAMES.map((name) => [name, `${name} ${version}`]))
      await stage.build({ 'index.html': `home ${version}`, ...files })
      expectClear(await say(['begin']), { code: 0, says: /./ })
      await stage.upload()
      expectClear(await say(['run', '--all', '--allow-removals']), {
        code: 0,
        says: /^(?:Fresh|Done)/m,
      })
      for (const [index, url] of urls.entries()) {
        expect(await stage.visit(url), url).toMatch(new RegExp(`${version}$`))
        expect(await stage.visit(url), NAMES[index]).toMatch(new RegExp(`^HIT .*${version}$`, 's'))
      }
    }
  })

  test('that are no text is refused, by name', async ({ onTestFinished }) => {
    const scene = await setScene(onTestFinished)
    const name = Buffer.from([0x61, 0xff, 0xfe, 0x2e, 0x6a, 0x73])
    await writeFile(Buffer.concat([Buffer.from(`${scene.stage.project}/dist/`), name]), 'x')
    await expectRefusal(scene, { code: 1, says: /^Error: Could not scan [^]*"/m }, () =>
      scene.say(['run']),
    )
  })
})

type Harm = (dist: string) => Promise<unknown> | void

describe('an output in which', () => {
  test.for<readonly [string, Harm, RegExp]>([
    ['a link leads out', (dist) => symlink('/etc', join(dist, 'out')), /"out" → "\/etc"/],
    ['a link leads nowhere', (dist) => symlink('no/file', join(dist, 'none.js')), /"none\.js"/],
    [
      'a file never ends',
      (dist) => void execFileSync('mkfifo', [join(dist, 'pipe.js')]),
      /"pipe\.js"/,
    ],
  ])('%s: it is left out, which is said', async ([, harm, says], { onTestFinished }) => {
    const scene = await setScene(onTestFinished)
    await harm(join(scene.stage.project, 'dist'))
    await expectRefusal(scene, { code: 0, says }, () => scene.say(['begin']))
    await expectRefusal(scene, { code: 0, says: /./ }, () => scene.say(['run', '--dry-run']))
  })

  test.for<readonly [string, Harm]>([
    ['the marker is a folder', (dist) => mkdir(join(dist, 'cdn-purge.json'))],
    ['the marker leads out', (dist) => symlink('../outside.json', join(dist, 'cdn-purge.json'))],
    [
      'the marker never ends',
      (dist) => void execFileSync('mkfifo', [join(dist, 'cdn-purge.json')]),
    ],
  ])('%s: nothing is read, written or purged', async ([, harm], { expect, onTestFinished }) => {
    const scene = await setScene(onTestFinished)
    const dist = join(scene.stage.project, 'dist')
    await rm(join(dist, 'cdn-purge.json'))
    await harm(dist)
    const ending = { code: 1, says: /^Error: The marker "[^"]*cdn-purge\.json" is / }
    await expectRefusal(scene, ending, () => scene.say(['begin']))
    await expectRefusal(scene, ending, () => scene.say(['run']))
    expect(existsSync(join(scene.stage.project, 'outside.json'))).toBe(false)
  })

  test('a link leads to itself is refused, by its name', async ({ onTestFinished }) => {
    const scene = await setScene(onTestFinished)
    await symlink('loop', join(scene.stage.project, 'dist', 'loop'))
    const says = /^Error: Could not scan .* the link "loop" leads back to itself/m
    await expectRefusal(scene, { code: 1, says }, () => scene.say(['run']))
  })

  test('there is nothing at all is refused', async ({ onTestFinished }) => {
    const scene = await setScene(onTestFinished)
    await scene.stage.build({})
    await expectRefusal(scene, { code: 1, says: /^(?:Error|Not fresh): /m }, () =>
      scene.say(['run']),
    )
  })
})
