import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FrameworkResults } from '../../docs/compatibility-page.ts'
import { noteFrameworks, versionIn } from '../compatibility/note-frameworks.ts'
import { packTarball, type Tarball } from '../package/tarball.ts'
import { readPackages } from '../packages.ts'
import { frameworkProblems, installFramework } from './built-example.ts'
import type { Framework } from './framework.ts'
import { FRAMEWORKS } from './list/index.ts'

/**
 * `FRAMEWORKS=astro,nuxt` builds only these, and shows the plans of their second builds; left out builds all. With `NOTE_RESULTS`
 * the documents are told.
 */
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
  console.log(`${'framework'.padEnd(14)} once  complete  minimal  not on failure`)
  const results: FrameworkResults[] = []
  for (const framework of FRAMEWORKS.filter(({ name }) => chosen?.includes(name) ?? true)) {
    results.push(await checkFramework(framework, tarballs))
  }
  if (process.env['NOTE_RESULTS'] !== undefined) await noteFrameworks(results)
  return results.every(
    ({ once, complete, minimal, notOnFailure }) => once && complete && minimal && notOnFailure,
  )
}

async function checkFramework(
  framework: Framework,
  tarballs: readonly Tarball[],
): Promise<FrameworkResults> {
  const started = Date.now()
  const dir = await installFramework(framework, path.join(temp, 'examples'), tarballs)
  const found = await frameworkProblems(framework, dir)
  await rm(dir, { recursive: true, force: true })
  const { once, complete, minimal, notOnFailure } = found
  const claims = [
    { problems: once, width: 4 },
    { problems: complete, width: 8 },
    { problems: minimal, width: 7 },
    { problems: notOnFailure, width: 14 },
  ]
  const cells = claims.map(({ problems, width }) =>
    (problems.length === 0 ? 'yes' : 'no').padEnd(width),
  )
  const seconds = Math.round((Date.now() - started) / 1000)
  console.log(`${framework.name.padEnd(14)} ${cells.join('  ')}  ${seconds} s`)
  const problems = [...new Set(claims.flatMap((claim) => claim.problems))]
  for (const problem of problems) console.log(`  - ${problem.replaceAll('\n', '\n    ')}`)
  if (chosen) console.log(found.words)
  return {
    name: framework.name,
    version: await versionIn(framework),
    once: once.length === 0,
    complete: complete.length === 0,
    minimal: minimal.length === 0,
    notOnFailure: notOnFailure.length === 0,
  }
}
