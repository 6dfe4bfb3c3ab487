import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join, relative } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const EXAMPLES = fileURLToPath(new URL('../examples', import.meta.url))

/** Copies an example without what it built before; its packages are those of the workspace. */
export async function copyExample(name: string): Promise<string> {
  const from = join(EXAMPLES, name)
  const dir = await mkdtemp(join(tmpdir(), `example-${name}-`))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const leftOut = new Set(['node_modules', 'dist', 'docroot', '.cdn-purge'])
  await cp(from, dir, {
    recursive: true,
    filter: (path) => !leftOut.has(relative(from, path).split(/[\\/]/)[0] ?? ''),
  })
  await symlink(join(from, 'node_modules'), join(dir, 'node_modules'), 'junction')
  return dir
}

/** Runs a script of a package as a package manager would. */
export async function runScript(
  dir: string,
  script: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: unknown; output: string }> {
  const { scripts } = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8'))
  return runCommand(dir, scripts[script], env)
}

/** Runs a shell command among the package's own bins, in an environment that is no CI job and holds no credentials. */
export async function runCommand(
  dir: string,
  command: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: unknown; output: string }> {
  const kept = ['HOME', 'USERPROFILE', 'TMPDIR', 'TEMP', 'SystemRoot', 'ComSpec']
  const child = spawn(command, {
    cwd: dir,
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...Object.fromEntries(kept.map((key) => [key, process.env[key]])),
      PATH: [join(dir, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
      NO_COLOR: '1',
      ...env,
    },
  })
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { code, output: stdout + stderr }
}
