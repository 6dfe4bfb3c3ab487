import { createFolderStore, createLedger, parseMarker } from '@cdn-purge/core'
import { existsSync } from 'node:fs'
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { runCommand, runOrThrow, type CommandResult } from '../package/run-command.ts'
import type { Tarball } from '../package/tarball.ts'
import type { Framework } from './framework.ts'

const EXAMPLES = path.resolve(import.meta.dirname, '../../examples/frameworks')

/** Copies an example out of the repository and installs it there, with archives in place of what the registry would give. */
export async function installFramework(
  { name, node }: Framework,
  into: string,
  tarballs: readonly Tarball[],
): Promise<string> {
  const dir = path.join(into, name)
  await cp(path.join(EXAMPLES, name), dir, {
    recursive: true,
    filter: (file) => !/[\\/](node_modules|\.cdn-purge)$/.test(file),
  })
  const file = path.join(dir, 'package.json')
  const project = JSON.parse(await readFile(file, 'utf8')) as { devDependencies: object }
  const archives = tarballs.map((each) => [each.name, `file:${each.file}`])
  const devDependencies = {
    ...project.devDependencies,
    ...Object.fromEntries(archives),
    ...(node !== undefined && { node }),
  }
  await writeFile(file, JSON.stringify({ ...project, devDependencies }, undefined, 2))
  await runOrThrow('npm', ['install', '--no-audit', '--no-fund'], dir)
  return dir
}

/** What a built example has to say against each of the three claims; none says that all is well. */
export interface FrameworkProblems {
  readonly once: readonly string[]
  readonly complete: readonly string[]
  readonly notOnFailure: readonly string[]
}

/** Builds an installed example twice: as it is, and with a page that cannot be built. */
export async function frameworkProblems(
  framework: Framework,
  dir: string,
): Promise<FrameworkProblems> {
  const good = await build(framework, dir)
  if (good.exitCode !== 0) {
    const said = `the build ends with ${good.exitCode}:\n${good.output.trim()}`
    return { once: [said], complete: [said], notOnFailure: [said] }
  }
  const once = await onceProblems(framework, dir, good)
  const complete = await completeProblems(framework, dir)
  await writeFile(path.join(dir, framework.broken.file), framework.broken.text)
  const bad = await build(framework, dir)
  return { once, complete, notOnFailure: await failureProblems(dir, bad) }
}

async function build({ dir: output }: Framework, dir: string): Promise<CommandResult> {
  for (const made of [output, '.cdn-purge']) {
    await rm(path.join(dir, made), { recursive: true, force: true })
  }
  return runCommand('npm', ['run', 'build'], dir)
}

async function onceProblems(
  { dir: output, remembers }: Framework,
  dir: string,
  { output: said }: CommandResult,
): Promise<string[]> {
  const announced = said.match(/a deploy of this build purges/g)?.length ?? 0
  const records = await recordsOf(dir)
  const kept = records[0]?.options ?? {}
  const wanted = Object.entries({ ...remembers, dir: [output] })
  return [
    ...(announced === 1 ? [] : [`announced ${announced} times:\n${said.trim()}`]),
    ...(records.length === 1 ? [] : [`${records.length} records`]),
    ...wanted
      .filter(([name, value]) => JSON.stringify(kept[name]) !== JSON.stringify(value))
      .map(([name, value]) => `\`${name}\` is ${show(kept[name])}, not ${show(value)}`),
  ]
}

/** The command line scans again, with the options that the record remembers and nothing else. */
async function completeProblems({ dir: output, emits }: Framework, dir: string): Promise<string[]> {
  const cli = path.join(dir, 'node_modules/.bin/cdn-purge')
  const marker = await readFile(path.join(dir, output, 'cdn-purge.json'), 'utf8').catch(() => '')
  const plan = await runCommand(cli, ['plan', '--json'], dir)
  if (plan.exitCode !== 0) return [`"cdn-purge plan" ends with ${plan.exitCode}:\n${plan.output}`]
  const { build: after } = JSON.parse(plan.stdout) as { build: string }
  const recorded = (await recordsOf(dir)).flatMap(({ builds }) => builds.map((each) => each.build))
  const missing = emits.filter((file) => !existsSync(path.join(dir, output, file)))
  return [
    ...(parseMarker(marker) === after ? [] : [`the marker is not of build ${after}: ${marker}`]),
    ...(recorded.includes(after) ? [] : [`build ${after} lies there, recorded: ${show(recorded)}`]),
    ...missing.map((file) => `${file} is not in the output`),
  ]
}

async function failureProblems(
  dir: string,
  { exitCode, output }: CommandResult,
): Promise<string[]> {
  const records = await recordsOf(dir)
  return [
    ...(exitCode === 0 ? ['a build with a broken page ends with 0'] : []),
    ...(records.length === 0 ? [] : [`${records.length} records of a failed build`]),
    ...(/cdn-purge:/.test(output) ? [`it says something of its own:\n${output.trim()}`] : []),
  ]
}

async function recordsOf(dir: string) {
  const ledger = createLedger(createFolderStore(path.join(dir, '.cdn-purge')), {
    prefix: 'example.com/staging/',
    now: Date.now,
    newId: () => 'unused',
  })
  return (await ledger.read()).records
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'absent'
}
