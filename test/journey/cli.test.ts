import { EventEmitter, once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import cdnPurge from 'unplugin-cdn-purge/vite'
import { build as buildWithVite } from 'vite'
import { describe, expect, test } from 'vitest'
import { setStage } from './stage.ts'

const OLD = { 'index.html': 'old page', 'about.html': 'about', 'logo.svg': 'old logo' }
const NEW = { ...OLD, 'index.html': 'new page', 'logo.svg': 'new logo' }

const COPY = [
  process.execPath,
  '-e',
  `const fs = require('node:fs')
   fs.rmSync('docroot', { recursive: true })
   fs.cpSync('dist', 'docroot', { recursive: true })`,
]

describe('the command line, as a process, before a real edge', () => {
  test('begin, upload, run: unproven at first, fresh from then on, and only what changed is purged', async ({
    onTestFinished,
  }) => {
    const { build, upload, call, visit, edge } = await setStage(onTestFinished)
    await build(OLD)
    await call('begin')
    await upload()
    const first = await call('run')
    expect(first.stdout + first.stderr).toContain('whole site is purged once')
    expect(first.code).toBe(0)

    for (const path of ['/', '/index.html', '/about.html', '/logo.svg']) await visit(path)
    expect(await visit('/about.html')).toBe('HIT about')
    await build(NEW)
    const begun = await call('begin')
    expect(begun).toMatchObject({ code: 0, stderr: '' })
    expect(begun.stdout).toMatch(/^Begun: deploy [0-9a-f]{8} of build [0-9a-f]{8}, 4 files\./)
    await upload()
    expect(await visit('/')).toBe('HIT old page')

    const second = await call('run')
    expect(second.stdout).toContain('  ~ logo.svg')
    expect(second.stdout).toMatch(/\nAccepted: 1 request, \d+ targets\.\n/)
    expect(second.stdout).toMatch(/\nFresh: \d+ URLs checked through the edge, all as built\.\n$/)
    expect(second.code).toBe(0)
    expect(await visit('/')).toContain('new page')
    expect(await visit('/logo.svg')).toContain('new logo')
    expect(await visit('/about.html')).toBe('HIT about')
    expect(edge.requests().filter(({ path }) => path.endsWith('purge_cache'))).toHaveLength(2)

    const third = await call('run')
    expect(third.stdout).toMatch(/\nNothing to do: .*\n$/)
    expect(third.code).toBe(0)
  })

  test('the record that the plugin began is all that a run needs to know', async ({
    onTestFinished,
  }) => {
    const { project, options, upload, call } = await setStage(onTestFinished, { config: false })
    await writeFile(join(project, 'index.html'), '<h1>page</h1>')
    await buildWithVite({
      root: project,
      configFile: false,
      logLevel: 'silent',
      plugins: [cdnPurge({ ...options, run: 'build' })],
    })
    await upload()
    const { code, stdout } = await call('run', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      result: { kind: expect.stringMatching(/^(fresh|unproven)$/) },
      plan: { zone: 'site.example', environment: 'Staging' },
      checked: { stale: [], unknown: [] },
    })
    expect(code).toBe(0)
  })

  test('a run whose build nobody began is unproven, and with --require-proof that fails', async ({
    onTestFinished,
  }) => {
    const { build, upload, call } = await setStage(onTestFinished)
    await build(OLD)
    await call('begin')
    await upload()
    await call('run')
    await build(NEW)
    await upload()
    const { code, stdout } = await call('run', '--require-proof')
    expect(stdout).toContain('\nDone, unproven: Nobody recorded this build')
    expect(code).toBe(1)
  })

  test('deploy is begin, the command, and run in one', async ({ onTestFinished }) => {
    const { build, call, visit } = await setStage(onTestFinished)
    await build(OLD)
    await call('deploy', '--', ...COPY)
    await visit('/')
    await build(NEW)
    const { code, stdout } = await call('deploy', '--', ...COPY)
    expect(stdout).toMatch(/\nFresh: /)
    expect(code).toBe(0)
    expect(await visit('/')).toContain('new page')
  })

  test('a deploy command that fails purges nothing and leaves a closed record', async ({
    onTestFinished,
  }) => {
    const { build, call, edge } = await setStage(onTestFinished)
    await build(OLD)
    const { code, stderr } = await call('deploy', '--', process.execPath, '-e', 'process.exit(7)')
    expect(stderr).toContain('ended with exit code 7. Nothing was purged.')
    expect(code).toBe(1)
    expect(edge.requests()).toEqual([])
    const { stdout } = await call('status', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ deploys: [{ state: 'closed', inBaseline: true }] })
  })

  test('the output of the deploy command does not get into the JSON object', async ({
    onTestFinished,
  }) => {
    const { build, call } = await setStage(onTestFinished)
    await build(OLD)
    const script = `console.log('uploading'); ${COPY[2] ?? ''}`
    const { stdout, stderr } = await call('deploy', '--json', '--', process.execPath, '-e', script)
    expect(stderr).toContain('uploading')
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, command: 'deploy', dryRun: false })
  })

  test('the JSON object of a run holds the result, the plan, and what came of each request', async ({
    onTestFinished,
  }) => {
    const { build, upload, call } = await setStage(onTestFinished)
    await build(OLD)
    await call('begin')
    await upload()
    const { stdout } = await call('run', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      command: 'run',
      dryRun: false,
      result: { kind: expect.stringMatching(/^(fresh|unproven)$/) },
      plan: { version: 1, zone: 'site.example', environment: 'Staging' },
      outcomes: [{ kind: 'accepted', action: 'purge', targets: 1, id: expect.any(String) }],
      checked: { fresh: expect.any(Number), stale: [], unknown: [] },
    })
  })

  test('a dry run of run writes nothing and asks nothing', async ({ onTestFinished }) => {
    const { build, call, edge, project } = await setStage(onTestFinished)
    await build(OLD)
    const { code, stdout } = await call('run', '--dry-run')
    expect(stdout).toContain('this is a dry run')
    expect(code).toBe(0)
    expect(edge.requests()).toEqual([])
    expect((await readdir(project)).toSorted()).toEqual([
      'cdn-purge.config.json',
      'dist',
      'docroot',
    ])
  })

  test('a reviewed plan is carried out exactly, and refused once the ledger moved on', async ({
    onTestFinished,
  }) => {
    const { build, upload, call, visit, edge, project } = await setStage(onTestFinished)
    await build(OLD)
    await call('begin')
    await upload()
    await call('run')
    await build(NEW)
    await call('begin')
    expect(await call('plan', '--out', 'plan.json', '--exit-code')).toMatchObject({ code: 3 })
    await upload()
    await visit('/')
    const applied = await call('apply', 'plan.json')
    expect(applied.stdout).toMatch(/\nFresh: /)
    const { requests }: { requests: { targets: string[] }[] } = JSON.parse(
      await readFile(join(project, 'plan.json'), 'utf8'),
    )
    expect(edge.requests().at(-1)?.body).toEqual({ files: requests[0]?.targets })

    const again = await call('apply', 'plan.json')
    expect(again.stderr).toContain('The plan was made for another state of the ledger')
    expect(again.code).toBe(1)
  })

  test('an environment that refuses exact URLs stops a reviewed plan, unless it may widen', async ({
    onTestFinished,
  }) => {
    const { build, upload, call } = await setStage(onTestFinished, {
      edge: { unknowns: { refuseUrlsOn: ['Staging'] } },
    })
    await build(OLD)
    await call('begin')
    await upload()
    await call('run')
    await build(NEW)
    await call('begin')
    await upload()
    await call('plan', '--out', 'plan.json')
    const refused = await call('apply', 'plan.json')
    expect(refused.stdout).toContain('\nNot fresh: ')
    expect(refused.code).toBe(1)
    const widened = await call('apply', 'plan.json', '--widen')
    expect(widened.stdout).toContain('The environment refuses purges by exact URL')
    expect(widened.code).toBe(0)
  })

  test('Ctrl-C lets the request in flight end, records what was done, and says how to go on', async ({
    onTestFinished,
  }) => {
    const gate = new EventEmitter()
    const until = once(gate, 'open')
    const verify = { documents: 5, others: 5, kept: 5 }
    const { build, upload, call, start, edge, visit } = await setStage(onTestFinished, {
      config: { verify },
    })
    await build(OLD)
    await call('begin')
    await upload()
    await call('run')
    const files = Array.from({ length: 1_100 }, (_, index) => [`page-${index}.txt`, `${index}`])
    await build({ ...NEW, ...Object.fromEntries(files) })
    await call('begin')
    await upload()
    edge.setFaults([{ on: 'api', match: 'purge_cache', nth: 1, kind: 'hold', until }])
    const running = start(['run'])
    // The first request goes alone.
    await running.saying('Purging, 0 of ')
    running.interrupt()
    await running.saying('Stopping')
    gate.emit('open')
    const { code, stdout, stderr } = await running.ended
    expect(stdout).toContain('\nAccepted: 1 of 3 requests, ')
    expect(stdout).toContain('\nNot sent: 2 requests.')
    expect(stdout).toContain('run `cdn-purge run` again')
    expect(stderr).not.toContain('    at ')
    expect(code).toBe(1)

    edge.setFaults([])
    const next = await call('run')
    expect(next.stdout).toMatch(/\nFresh: /)
    expect(await visit('/')).toContain('new page')
  })

  test('what is found while a command goes on is said once', async ({ onTestFinished }) => {
    const { build, upload, call } = await setStage(onTestFinished)
    await build(OLD)
    await call('begin')
    await upload()
    await call('run')
    await build({ ...OLD, 'index.html': 'a page that nobody recorded' })
    await upload()
    await build(NEW)
    const { code, stdout, stderr } = await call('begin')
    expect((stdout + stderr).match(/which no record of what the edge may hold/g)).toHaveLength(1)
    expect(code).toBe(0)
  })

  test('a plan piped into `head` ends quietly', async ({ onTestFinished }) => {
    const { build, start } = await setStage(onTestFinished)
    await build(Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`${n}.html`, 'a'])))
    const running = start(['manifest'])
    running.closeStdout()
    expect(await running.ended).toMatchObject({ code: 0, stderr: '' })
  })
})
