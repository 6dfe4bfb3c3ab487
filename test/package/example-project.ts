import { DEFAULT_MARKER_PATH, parseMarker } from '@cdn-purge/core'
import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { runCommand, runOrThrow } from './run-command.ts'
import type { Tarball } from './tarball.ts'

/** Where the examples build to. */
const OUTPUTS = ['dist', 'docroot']

/** Installs an example outside the workspace, with these archives in place of what the registry would give. */
export async function installExample(
  { dir, packageJson }: Tarball,
  tarballs: readonly Tarball[],
): Promise<void> {
  const archives = new Map(tarballs.map(({ name, file }) => [name, `file:${file}`]))
  const { devDependencies } = packageJson as { devDependencies: Readonly<Record<string, string>> }
  const wanted = Object.entries(devDependencies).map(([name, version]) => [
    name,
    archives.get(name) ?? version,
  ])
  const installed = {
    ...packageJson,
    devDependencies: Object.fromEntries([...archives, ...wanted]) as Record<string, string>,
  }
  await writeFile(path.join(dir, 'package.json'), JSON.stringify(installed, undefined, 2))
  // Left over from a build in the workspace, if somebody made one.
  for (const made of [...OUTPUTS, '.cdn-purge']) {
    await rm(path.join(dir, made), { recursive: true, force: true })
  }
  await runOrThrow('npm', ['install', '--no-audit', '--no-fund'], dir)
}

/**
 * Builds an installed example as its `build` script says; says what is wrong with what that left behind: the plan, the marker, the
 * record, and whether the output that was scanned is the one that lies there once the process is gone.
 */
export async function exampleProblems({ dir }: Tarball): Promise<string[]> {
  const { exitCode, output } = await runCommand('npm', ['run', 'build'], dir)
  if (exitCode !== 0) return [`the build ends with ${exitCode}:\n${output.trim()}`]
  const announced = /a deploy of this build purges/.test(output)
  const markers = await Promise.all(
    OUTPUTS.map((out) =>
      readFile(path.join(dir, out, DEFAULT_MARKER_PATH), 'utf8').catch(() => ''),
    ),
  )
  const build = parseMarker(markers.join(''))
  const cli = path.join(dir, 'node_modules/.bin/cdn-purge')
  const plan = await runCommand(cli, ['plan', '--json'], dir)
  if (plan.exitCode !== 0) return [`"cdn-purge plan" ends with ${plan.exitCode}:\n${plan.output}`]
  const status = await runCommand(cli, ['status', '--offline', '--json'], dir)
  const recorded = status.exitCode === 0 && build !== undefined && status.stdout.includes(build)
  const { build: planned } = JSON.parse(plan.stdout) as { build: string }
  return [
    ...(announced ? [] : [`the build says nothing of what it would purge:\n${output.trim()}`]),
    ...(build === undefined ? ['no marker lies in the output'] : []),
    ...(recorded ? [] : [`the ledger does not have the build:\n${status.output}`]),
    ...(planned === build
      ? []
      : [`the output is build "${planned}" after the process, and "${build}" by its marker`]),
  ]
}
