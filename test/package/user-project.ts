import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { runCommand, runOrThrow } from './run-command.ts'
import type { Tarball } from './tarball.ts'

/** A project outside the workspace that installed archives with npm, as a user would. */
export interface UserProject {
  readonly dir: string
  /** Packages in its `node_modules`, those of others included. */
  readonly packages: number
  readonly sizeBytes: number
}

/** Makes a project with these archives and nothing else; optional peers stay away. */
export async function createUserProject(
  dir: string,
  tarballs: readonly Tarball[],
): Promise<UserProject> {
  await mkdir(dir)
  await writeFile(path.join(dir, 'package.json'), '{ "private": true, "type": "module" }\n')
  const files = tarballs.map(({ file }) => file)
  await runOrThrow('npm', ['install', '--no-audit', '--no-fund', '--save-dev', ...files], dir)
  return { dir, ...(await measure(path.join(dir, 'node_modules'))) }
}

/** Says what fails when each entry of an installed package is imported and each bin is asked for help. */
export async function usageProblems(
  { dir }: UserProject,
  { name, packageJson }: Tarball,
): Promise<string[]> {
  const subpaths = Object.keys(packageJson['exports'] as object)
  const specifiers = subpaths
    .filter((it) => it !== './package.json')
    .map((it) => name + it.slice(1))
  const bins = Object.keys((packageJson['bin'] as object | undefined) ?? {})
  const imports = specifiers.map(async (specifier) => {
    const script = `await import(${JSON.stringify(specifier)})`
    const args = ['--input-type=module', '--eval', script]
    const { exitCode, output } = await runCommand(process.execPath, args, dir)
    return exitCode === 0 ? [] : [`import "${specifier}" fails:\n${output.trim()}`]
  })
  const helps = bins.map(async (bin) => {
    const file = path.join(dir, 'node_modules/.bin', bin)
    const { exitCode, output } = await runCommand(file, ['--help'], dir)
    if (exitCode !== 0) return [`"${bin} --help" ends with ${exitCode}:\n${output.trim()}`]
    return output.includes(bin) ? [] : [`"${bin} --help" does not say its name:\n${output.trim()}`]
  })
  return (await Promise.all([...imports, ...helps])).flat()
}

async function measure(modules: string): Promise<{ packages: number; sizeBytes: number }> {
  const lock = JSON.parse(await readFile(path.join(modules, '.package-lock.json'), 'utf8')) as {
    packages: Record<string, unknown>
  }
  const entries = await readdir(modules, { recursive: true, withFileTypes: true })
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(path.join(entry.parentPath, entry.name))).size),
  )
  return {
    packages: Object.keys(lock.packages).length,
    sizeBytes: sizes.reduce((sum, size) => sum + size, 0),
  }
}
