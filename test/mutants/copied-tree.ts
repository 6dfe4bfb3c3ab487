import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { editSource } from './edit-source.ts'
import type { Edit } from './mutant.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** A copy of the repository in which sources can be wrong for a while. */
export interface CopiedTree {
  readonly dir: string
  /** Does the edits, runs `work`, and takes the edits back. */
  edited<Result>(edits: readonly Edit[], work: () => Promise<Result>): Promise<Result>
  remove(): Promise<void>
}

/** Copies what the tests are run from, what was compiled included: some of them call the command line as it is installed. */
export async function copyTree(): Promise<CopiedTree> {
  const dir = await mkdtemp(path.join(tmpdir(), 'cdn-purge-mutants-'))
  for (const folder of ['packages', 'test']) {
    await cp(path.join(ROOT, folder), path.join(dir, folder), {
      recursive: true,
      // Links of packages to each other stay in the copy.
      verbatimSymlinks: true,
      filter: (file) => !LEFT_OUT.has(path.basename(file)),
    })
  }
  for (const file of FILES) await cp(path.join(ROOT, file), path.join(dir, file))
  await linkModules(dir)

  return {
    dir,
    async edited(edits, work) {
      const before = new Map<string, string>()
      try {
        for (const edit of edits) {
          const file = path.join(dir, edit.file)
          const source = await readFile(file, 'utf8')
          if (!before.has(file)) before.set(file, source)
          await writeFile(file, editSource(source, edit))
        }
        return await work()
      } finally {
        for (const [file, source] of before) await writeFile(file, source)
      }
    },
    remove: () => rm(dir, { recursive: true, force: true, maxRetries: 5 }),
  }
}

const LEFT_OUT = new Set(['temp', '.vite-temp'])

const FILES = [
  'package.json',
  'pnpm-workspace.yaml',
  'tsconfig.base.json',
  'tsconfig.json',
  'vitest.config.ts',
]

/** Links each entry by itself, so that what tools write beside them stays in the copy. */
async function linkModules(dir: string): Promise<void> {
  const modules = path.join(ROOT, 'node_modules')
  await mkdir(path.join(dir, 'node_modules'))
  for (const name of await readdir(modules)) {
    if (!WRITTEN_BY_TOOLS.has(name)) {
      await symlink(path.join(modules, name), path.join(dir, 'node_modules', name))
    }
  }
}

const WRITTEN_BY_TOOLS = new Set(['.vite', '.vite-temp', '.cache'])
