import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { exampleProblems, installExample } from './package/example-project.ts'
import { packTarball, type Tarball } from './package/tarball.ts'
import { tarballProblems } from './package/tarball-problems.ts'
import { createUserProject, usageProblems } from './package/user-project.ts'
import { readExamples, readPackages } from './packages.ts'

const temp = await mkdtemp(path.join(tmpdir(), 'cdn-purge-package-'))
try {
  process.exitCode = (await checkPackages()) ? 0 : 1
} finally {
  await rm(temp, { recursive: true, force: true })
}

/** Packs every package, checks the archives, installs them and builds the examples as a user does; says whether all is well. */
async function checkPackages(): Promise<boolean> {
  const tarballs: Tarball[] = []
  for (const each of await readPackages()) tarballs.push(await packTarball(each, temp))

  // The plugin alone first: what comes with it is what users pay.
  const plugin = tarballs.filter(({ name }) => name !== '@cdn-purge/edge')
  const pluginOnly = await createUserProject(path.join(temp, 'plugin-only'), plugin)
  const everything = await createUserProject(path.join(temp, 'everything'), tarballs)

  let sound = true
  for (const tarball of tarballs) {
    const problems = [
      ...(await tarballProblems(tarball)),
      ...(await usageProblems(everything, tarball)),
    ]
    const { size } = await stat(tarball.file)
    const verdict = problems.length === 0 ? 'ok' : `${problems.length} wrong`
    console.log(
      `${tarball.name.padEnd(24)} ${kilobytes(size).padStart(10)} ${String(tarball.files.length).padStart(4)} files  ${verdict}`,
    )
    for (const problem of problems) console.log(`  - ${problem.replaceAll('\n', '\n    ')}`)
    sound &&= problems.length === 0
  }
  console.log(
    `\nInstalling unplugin-cdn-purge adds ${pluginOnly.packages} packages, ${kilobytes(pluginOnly.sizeBytes)}.`,
  )
  for (const each of await readExamples()) {
    const example = await packTarball(each, path.join(temp, 'examples'))
    await installExample(example, tarballs)
    const problems = await exampleProblems(example)
    console.log(`${each.name.padEnd(24)} ${problems.length === 0 ? 'builds' : 'does not build'}`)
    for (const problem of problems) console.log(`  - ${problem.replaceAll('\n', '\n    ')}`)
    sound &&= problems.length === 0
  }
  return sound
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`
}
