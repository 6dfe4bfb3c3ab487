import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FrameworkResults } from '../../docs/compatibility-page.ts'
import { noteFrameworks, versionIn } from '../compatibility/note-frameworks.ts'
import { packTarball, type Tarball } from '../package/tarball.ts'
import { readPackages } from '../packages.ts'
import { frameworkProblems, installFramework } from './built-example.ts'
import { FRAMEWORKS, type Framework } from './framework.ts'

/** `FRAMEWORKS=astro,nuxt` builds only these; left out builds all. With `NOTE_RESULTS` the documents are told. */
const chosen = process.env['FRAMEWORKS']?.split(',')
const temp = await mkdtemp(path.join(tmpdir(), 'cdn-purge-frameworks-'))
try {
  process.exitCode = (await checkFrameworks()) ? 0 : 1
} finally {
  await rm(temp, { recursive: true, force: true })
}

/** Builds the example of each framework as a user does, one at a time; says whether all is well. */
async function checkFrameworks(): Promise<boolean> {
  const packages = (await readPackages()).filter(({ name }) => name !== '@cdn-purge/edge')
  const tarballs: Tarball[] = []
  for (const each of packages) tarballs.push(await packTarball(each, temp))
  console.log(`${'framework'.padEnd(14)} once  complete  not on failure`)
  const results: FrameworkResults[] = []
  for (const framework of FRAMEWORKS.filter(({ name }) => chosen?.includes(name) ?? true)) {
    results.push(await checkFramework(framework, tarballs))
  }
  if (process.env['NOTE_RESULTS'] !== undefined) await noteFrameworks(results)
  return results.every(({ once, complete, notOnFailure }) => once && complete && notOnFailure)
}

async function checkFramework(
  framework: Framework,
  tarballs: readonly Tarball[],
): Promise<FrameworkResults> {
  const started = Date.now()
  const dir = await installFramework(framework, path.join(temp, 'examples'), tarballs)
  const { once, complete, notOnFailure } = await frameworkProblems(framework, dir)
  await rm(dir, { recursive: true, force: true })
  const [first, second, third] = [once, complete, notOnFailure].map((problems) =>
    problems.length === 0 ? 'yes' : 'no',
  )
  const seconds = Math.round((Date.now() - started) / 1000)
  console.log(
    `${framework.name.padEnd(14)} ${first?.padEnd(4)}  ${second?.padEnd(8)}  ${third?.padEnd(14)}  ${seconds} s`,
  )
  const problems = [...new Set([...once, ...complete, ...notOnFailure])]
  for (const problem of problems) console.log(`  - ${problem.replaceAll('\n', '\n    ')}`)
  return {
    name: framework.name,
    version: await versionIn(framework),
    once: once.length === 0,
    complete: complete.length === 0,
    notOnFailure: notOnFailure.length === 0,
  }
}
