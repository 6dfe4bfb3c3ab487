import { parseMarker, parsePlan } from '@cdn-purge/core'
import { existsSync } from 'node:fs'
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { runCommand, runOrThrow, type CommandResult } from '../package/run-command.ts'
import type { Tarball } from '../package/tarball.ts'
import { addPages } from './add-pages.ts'
import { LEDGER, recordsOf, settleRecords } from './example-ledger.ts'
import type { Framework } from './framework.ts'
import { planProblems } from './plan-problems.ts'
import { readTree } from './tree.ts'

const EXAMPLES = path.resolve(import.meta.dirname, '../../examples/frameworks')

/** Copies an example out of the repository and installs it there, with archives in place of what the registry would give. */
export async function installFramework(
  framework: Framework,
  into: string,
  tarballs: readonly Tarball[],
): Promise<string> {
  const { name, node } = framework
  const dir = path.join(into, name)
  await cp(path.join(EXAMPLES, name), dir, {
    recursive: true,
    filter: (file) => !/[\\/](node_modules|\.cdn-purge)$/.test(file),
  })
  await addPages(framework, dir)
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

/** What a built example has to say against each of the claims; none says that all is well. */
export interface FrameworkProblems {
  readonly once: readonly string[]
  readonly complete: readonly string[]
  readonly minimal: readonly string[]
  readonly notOnFailure: readonly string[]
  /** The plan of the second build in words. */
  readonly words: string
}

/** Builds an installed example three times: as it is, with one text changed, and with a page that cannot be built. */
export async function frameworkProblems(
  framework: Framework,
  dir: string,
): Promise<FrameworkProblems> {
  const good = await build(framework, dir)
  if (good.exitCode !== 0) {
    const said = [`the build ends with ${good.exitCode}:\n${good.output.trim()}`]
    return { once: said, complete: said, minimal: said, notOnFailure: said, words: '' }
  }
  const once = await onceProblems(framework, dir, good)
  const complete = await completeProblems(framework, dir)
  const { problems: minimal, words } = await rebuild(framework, dir)
  await rm(path.join(dir, LEDGER), { recursive: true })
  await writeFile(path.join(dir, framework.broken.file), framework.broken.text)
  const bad = await build(framework, dir)
  return { once, complete, minimal, notOnFailure: await failureProblems(dir, bad), words }
}

/** Builds with a fresh output; caches of the framework stay, as they do in many a CI. */
async function build({ dir: output }: Framework, dir: string): Promise<CommandResult> {
  await rm(path.join(dir, output), { recursive: true, force: true })
  return runCommand('npm', ['run', 'build'], dir)
}

/** Deploys what was built, changes one text and builds again. */
async function rebuild(
  framework: Framework,
  dir: string,
): Promise<{ readonly problems: readonly string[]; readonly words: string }> {
  const output = path.join(dir, framework.dir)
  const before = await readTree(output)
  await settleRecords(dir)
  await editExample(framework, dir)
  const { exitCode, output: said } = await build(framework, dir)
  if (exitCode !== 0) return { problems: [`the second ends with ${exitCode}:\n${said}`], words: '' }
  const after = await readTree(output)
  const { stdout: json } = await runCommand(cliOf(dir), ['plan', '--json'], dir)
  const { stdout: words } = await runCommand(cliOf(dir), ['plan'], dir)
  const plan = parsePlan(json, 'the plan of the second build')
  return { problems: planProblems(framework, { before, after, plan }), words }
}

async function editExample({ secondBuild }: Framework, dir: string): Promise<void> {
  const { file, from, to } = secondBuild.edit
  const text = await readFile(path.join(dir, file), 'utf8')
  if (text.split(from).length !== 2) throw new Error(`"${from}" is not once in "${file}".`)
  await writeFile(path.join(dir, file), text.replace(from, to))
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
  const marker = await readFile(path.join(dir, output, 'cdn-purge.json'), 'utf8').catch(() => '')
  const plan = await runCommand(cliOf(dir), ['plan', '--json'], dir)
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

function cliOf(dir: string): string {
  return path.join(dir, 'node_modules/.bin/cdn-purge')
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'absent'
}
