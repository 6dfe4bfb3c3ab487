import { readdirSync, readlinkSync, realpathSync, statSync, type Dirent } from 'node:fs'
import path from 'node:path'
import { pathProblem } from './asset-path.ts'
import { errorCode } from '../error-code.ts'
import type { Ignore } from './ignore.ts'
import { scanFailed } from './scan-failed.ts'

/** What a walk meets and does not take: the path of the entry, and where a link leads. */
export interface Skipped {
  readonly kind: 'link-outside' | 'link-broken' | 'not-a-file'
  readonly path: string
  readonly target?: string
}

interface Folder {
  /** Below the root, with a closing slash; `''` is the root. */
  readonly path: string
  /** With every link resolved. */
  readonly real: string
  readonly parent: Folder | undefined
}

/**
 * Lists the paths of all regular files below a folder. Links to files and folders inside it are followed, as a static host does;
 * what is not taken goes to `onSkipped`.
 *
 * @throws {PurgeError} `scan-failed` for links that form a cycle, names that are not UTF-8, and folders that cannot be read.
 */
export function* walk(
  outDir: string,
  ignore: Ignore,
  onSkipped: (skipped: Skipped) => void,
): Generator<string, void> {
  const root: Folder = { path: '', real: realRoot(outDir), parent: undefined }
  const inside = root.real.endsWith(path.sep) ? root.real : `${root.real}${path.sep}`
  const waiting = [root]

  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of readFolder(outDir, folder)) {
      const found = `${folder.path}${entry.name}`
      checkName(outDir, folder, entry.name)
      if (entry.isFile()) {
        if (!ignore.file(found)) yield found
      } else if (entry.isDirectory()) {
        if (ignore.folder(found)) continue
        const real = `${folder.real}${folder.real.endsWith(path.sep) ? '' : path.sep}${entry.name}`
        waiting.push({ path: `${found}/`, real, parent: folder })
      } else if (ignore.file(found) || ignore.folder(found)) {
        continue
      } else if (entry.isSymbolicLink()) {
        const target = resolveLink(outDir, found)
        if (target === undefined) {
          onSkipped({
            kind: 'link-broken',
            path: found,
            target: readlinkSync(nativePath(outDir, found)),
          })
        } else if (target.real !== root.real && !target.real.startsWith(inside)) {
          onSkipped({ kind: 'link-outside', path: found, target: target.real })
        } else if (target.kind === 'file') {
          yield found
        } else if (target.kind === 'folder') {
          checkCycle(outDir, found, target.real, folder)
          waiting.push({ path: `${found}/`, real: target.real, parent: folder })
        } else {
          onSkipped({ kind: 'not-a-file', path: found })
        }
      } else {
        onSkipped({ kind: 'not-a-file', path: found })
      }
    }
  }
}

/** Where a path below `outDir` is on this machine. */
export function nativePath(outDir: string, below: string): string {
  return `${outDir}/${below}`
}

function realRoot(outDir: string): string {
  try {
    if (statSync(outDir).isDirectory()) return realpathSync.native(outDir)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw scanFailed(outDir, 'it cannot be read', { error })
    throw scanFailed(outDir, 'there is no such folder', { error, hint: RUN_THE_BUILD })
  }
  throw scanFailed(outDir, 'it is not a folder', { hint: RUN_THE_BUILD })
}

const RUN_THE_BUILD = 'Run the build first, or say where its output is with `dir`.'

function readFolder(outDir: string, folder: Folder): Dirent[] {
  try {
    return readdirSync(nativePath(outDir, folder.path), { withFileTypes: true })
  } catch (error) {
    const vanished = errorCode(error) === 'ENOENT'
    throw scanFailed(
      outDir,
      `the folder "${folder.path}" ${vanished ? 'vanished while it was scanned' : 'cannot be read'}`,
      { error },
    )
  }
}

function checkName(outDir: string, folder: Folder, name: string): void {
  // Bytes that are not UTF-8 arrive as U+FFFD; so does a name that really holds that character.
  if (name.includes('\uFFFD') && !hasName(nativePath(outDir, folder.path), name)) {
    throw scanFailed(outDir, `the name "${folder.path}${name}" is not UTF-8`, {
      hint: 'Rename the file; a URL for it would depend on the host.',
    })
  }
  if (!name.includes('\\')) return
  const problem = pathProblem(name)
  if (problem !== undefined) {
    throw scanFailed(outDir, `the name "${folder.path}${name}" ${problem}`, {
      hint: 'Rename the file, or add it to `ignore`.',
    })
  }
}

function hasName(folder: string, name: string): boolean {
  const bytes = Buffer.from(name)
  return readdirSync(folder, { encoding: 'buffer' }).some((entry) => bytes.equals(entry))
}

interface Target {
  readonly kind: 'file' | 'folder' | 'other'
  readonly real: string
}

/** Where a link leads in the end, or undefined where nothing is there. */
function resolveLink(outDir: string, link: string): Target | undefined {
  try {
    const real = realpathSync.native(nativePath(outDir, link))
    const stats = statSync(real)
    return { kind: stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other', real }
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    if (code === 'ELOOP') {
      throw scanFailed(outDir, `the link "${link}" leads back to itself`, {
        error,
        hint: CUT_CYCLE,
      })
    }
    throw scanFailed(outDir, `the link "${link}" cannot be followed`, { error })
  }
}

const CUT_CYCLE = 'Remove the link, or add it to `ignore`.'

function checkCycle(outDir: string, link: string, target: string, folder: Folder): void {
  const chain = [link]
  for (let above: Folder | undefined = folder; above !== undefined; above = above.parent) {
    const name = above.path === '' ? '.' : above.path.slice(0, -1)
    if (above.real === target) {
      const cycle = [name, ...chain, name].map((each) => `"${each}"`).join(' → ')
      throw scanFailed(outDir, `the link "${link}" leads back to a folder above it: ${cycle}`, {
        hint: CUT_CYCLE,
      })
    }
    chain.unshift(name)
  }
}
