import { mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { PackageUnderTest } from '../packages.ts'
import { runOrThrow } from './run-command.ts'

/** One package as it would be published. */
export interface Tarball {
  readonly name: string
  /** The `.tgz`. */
  readonly file: string
  /** Where it lies unpacked. */
  readonly dir: string
  /** Paths relative to `dir`. */
  readonly files: readonly string[]
  readonly packageJson: Readonly<Record<string, unknown>>
}

/** Packs a package with the pnpm that runs this script, as only pnpm applies `publishConfig` and `catalog:`. */
export async function packTarball(each: PackageUnderTest, into: string): Promise<Tarball> {
  const out = path.join(into, path.basename(each.dir))
  const dir = path.join(out, 'package')
  await mkdir(out, { recursive: true })
  await runOrThrow(...pnpm(['pack', '--pack-destination', out]), each.dir)
  const archive = (await readdir(out)).find((name) => name.endsWith('.tgz'))
  if (archive === undefined) throw new Error(`Packing ${each.name} left no archive in "${out}".`)
  const file = path.join(out, archive)
  await runOrThrow('tar', ['-xzf', file, '-C', out], out)
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return {
    name: each.name,
    file,
    dir,
    files: entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name))),
    packageJson: JSON.parse(await readFile(path.join(dir, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >,
  }
}

function pnpm(args: readonly string[]): [string, readonly string[]] {
  const script = process.env['npm_execpath']
  return script !== undefined && /pnpm/.test(script)
    ? [process.execPath, [script, ...args]]
    : ['npx', ['-y', 'pnpm@10.34.8', ...args]]
}
