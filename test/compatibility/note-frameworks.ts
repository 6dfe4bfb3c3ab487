import { readFile, writeFile } from 'node:fs/promises'
import type { Compatibility, FrameworkResults } from '../../docs/compatibility-page.ts'
import type { Framework } from '../frameworks/framework.ts'

const RESULTS = new URL('../../docs/compatibility.json', import.meta.url)

/** Notes results in the documents; those of frameworks that were not built stay. */
export async function noteFrameworks(results: readonly FrameworkResults[]): Promise<void> {
  const before = JSON.parse(await readFile(RESULTS, 'utf8')) as Compatibility
  const frameworks = new Map([...before.frameworks, ...results].map((each) => [each.name, each]))
  const after: Compatibility = { ...before, frameworks: [...frameworks.values()] }
  await writeFile(RESULTS, `${JSON.stringify(after, undefined, 2)}\n`)
}

/** Gives the version that the example of a framework asks for. */
export async function versionIn({ name, package: wanted }: Framework): Promise<string> {
  const file = new URL(`../../examples/frameworks/${name}/package.json`, import.meta.url)
  const { dependencies, devDependencies } = JSON.parse(await readFile(file, 'utf8')) as Record<
    string,
    Record<string, string> | undefined
  >
  const version = { ...dependencies, ...devDependencies }[wanted]
  if (version === undefined) throw new Error(`The example "${name}" does not use "${wanted}".`)
  return version
}
