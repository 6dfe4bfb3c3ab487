import path from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { runCommand } from './run-command.ts'
import type { Tarball } from './tarball.ts'

/** Lists everything that would be wrong for a user who installs this archive. */
export async function tarballProblems(tarball: Tarball): Promise<string[]> {
  const found = await Promise.all([publintProblems(tarball), attwProblems(tarball)])
  return [...manifestProblems(tarball), ...fileProblems(tarball), ...found.flat()]
}

async function publintProblems({ dir }: Tarball): Promise<string[]> {
  // The unpacked archive is all that is published, so nothing is left to pack.
  const { messages, pkg } = await publint({ pkgDir: dir, pack: false, strict: true })
  return messages.map((message) => `publint: ${formatMessage(message, pkg) ?? message.code}`)
}

async function attwProblems({ file }: Tarball): Promise<string[]> {
  const attw = path.resolve(import.meta.dirname, '../node_modules/.bin/attw')
  const args = [file, '--profile', 'esm-only', '--no-color', '--no-emoji']
  const { exitCode, output } = await runCommand(attw, args, path.dirname(file))
  return exitCode === 0 ? [] : [`attw:\n${output.trim()}`]
}

/** What only pnpm understands must be gone, and what npm shows must be there. */
function manifestProblems({ packageJson }: Tarball): string[] {
  const text = JSON.stringify(packageJson)
  const forbidden = ['"dev":', 'workspace:', 'catalog:', './src/'].filter((it) => text.includes(it))
  const missing = ['description', 'license', 'engines', 'exports', 'files'].filter(
    (key) => !(key in packageJson),
  )
  return [
    ...forbidden.map((it) => `package.json still holds ${it}`),
    ...missing.map((key) => `package.json has no "${key}"`),
  ]
}

function fileProblems({ files }: Tarball): string[] {
  const all = new Set(files.map((file) => file.replaceAll('\\', '/')))
  const missing = ['LICENSE', 'README.md'].filter((file) => !all.has(file))
  const tests = files.filter((file) => /\.test\.|\.tsbuildinfo$/.test(file))
  // The compiler leaves the declarations of a source that was deleted or renamed.
  const stale = [...all].filter(
    (file) => file.endsWith('.d.ts') && !all.has(file.replace(/^dist(.*)\.d\.ts$/, 'src$1.ts')),
  )
  return [
    ...missing.map((file) => `${file} is missing`),
    ...tests.map((file) => `${file} is no business of a user`),
    ...stale.map((file) => `${file} has no source any more; delete dist and build again`),
  ]
}
