import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

const packagesDir = path.resolve(import.meta.dirname, '../packages')
const examplesDir = path.resolve(import.meta.dirname, '../examples')

/** What the tests of the house read of one package. */
export interface PackageUnderTest {
  readonly name: string
  readonly dir: string
  readonly exports: Readonly<Record<string, unknown>>
  readonly publishedExports: Readonly<Record<string, unknown>>
  readonly bin: Readonly<Record<string, string>>
  /** Names that come along when a user installs it, peers included. */
  readonly dependencies: readonly string[]
  readonly devDependencies: readonly string[]
  /** Names of its scripts. */
  readonly scripts: readonly string[]
}

interface PackageFile {
  readonly name: string
  readonly exports?: Readonly<Record<string, unknown>>
  readonly bin?: Readonly<Record<string, string>>
  readonly publishConfig?: { readonly exports?: Readonly<Record<string, unknown>> }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly scripts?: Readonly<Record<string, string>>
}

/** Gives every folder of `packages/`, by folder name. */
export function readPackages(): Promise<PackageUnderTest[]> {
  return readFolders(packagesDir)
}

/** Gives every folder of `examples/` that is a site to build, by folder name. */
export async function readExamples(): Promise<PackageUnderTest[]> {
  const all = await readFolders(examplesDir)
  return all.filter(({ scripts }) => scripts.includes('build'))
}

async function readFolders(parent: string): Promise<PackageUnderTest[]> {
  const entries = await readdir(parent, { withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    // Folders of folders have none.
    .filter((name) => existsSync(path.join(parent, name, 'package.json')))
  return Promise.all(
    names.toSorted().map(async (folder) => {
      const dir = path.join(parent, folder)
      const file = JSON.parse(await readFile(path.join(dir, 'package.json'), 'utf8')) as PackageFile
      return {
        name: file.name,
        dir,
        exports: file.exports ?? {},
        publishedExports: file.publishConfig?.exports ?? {},
        bin: file.bin ?? {},
        dependencies: Object.keys({
          ...file.dependencies,
          ...file.optionalDependencies,
          ...file.peerDependencies,
        }),
        devDependencies: Object.keys(file.devDependencies ?? {}),
        scripts: Object.keys(file.scripts ?? {}),
      }
    }),
  )
}

/** Lists the sources that are shipped, relative to the package: all of `src` and `bin` but the tests. */
export async function sourceFiles({ dir }: PackageUnderTest): Promise<string[]> {
  const files = await Promise.all(
    ['src', 'bin'].map(async (folder) => {
      const names = await readdir(path.join(dir, folder), { recursive: true }).catch(() => [])
      return names.map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    }),
  )
  return files.flat().filter((file) => /\.m?[jt]s$/.test(file) && !file.endsWith('.test.ts'))
}
