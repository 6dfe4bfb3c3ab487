import { createHash } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PurgeError } from '@cdn-purge/core'
import type { Finish } from '../../packages/unplugin/src/create-plugins.ts'

const FILES = {
  'index.html':
    '<!doctype html><html><head><title>Site</title></head><body><script type="module" src="./src/app.js"></script></body></html>\n',
  'src/app.js': [
    "import './style.css'",
    "import picture from './picture.png'",
    'document.title = picture',
    "import('./lazy.js').then((lazy) => lazy.start())",
    '',
  ].join('\n'),
  'src/lazy.js': "export const start = () => console.log('started')\n",
  'src/style.css': 'body { color: teal }\n',
  // Large enough that nobody puts it into the code.
  'src/picture.png': 'not really a picture '.repeat(1000),
  'src/server.js': "export const render = () => 'rendered'\n",
  'public/robots.txt': 'User-agent: *\n',
}

/** Writes a small site with a style, a picture, a lazy chunk and a public file into a new folder. */
export function createProject(): { root: string; remove(): void } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'cdn-purge-build-')))
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) }
}

/** What one end of a build came to, with places relative to the project and names by what they stand for. */
export interface Finished {
  readonly bundler: string
  readonly root: string
  readonly mode: string
  readonly outputs: readonly { readonly dir: string; readonly base: string | undefined }[]
  /** What was on disk in the outputs at that moment: the kinds of files with a hash in the name, and all files without. */
  readonly hashed: readonly string[]
  readonly stable: readonly string[]
}

/** What a recorder saw so far. */
export interface Recording {
  readonly finished: Finished[]
  /** What was on disk in the outputs the last time that a build came to its end. */
  seen: Record<string, string>
  /** What the bundler said of its names then, by absolute file. */
  said: Record<string, boolean>
}

/** Makes a `finish` that notes what it was called with and what was on disk then. */
export function createRecorder(project: string): Recording & { finish: Finish } {
  const finished: Finished[] = []
  const recorder: Recording & { finish: Finish } = {
    finished,
    seen: {},
    said: {},
    async finish(_options, { bundler, root, mode, outputs, fingerprinted }) {
      const files = outputs.flatMap(({ dir }) => filesBelow(dir))
      recorder.seen = Object.assign({}, ...outputs.map(({ dir }) => digestsBelow(dir)))
      recorder.said = Object.fromEntries(fingerprinted)
      const isHashed = (file: string): boolean => fingerprinted.get(file) === true
      finished.push({
        bundler,
        mode,
        root: below(project, root),
        outputs: outputs.map(({ dir, base }) => ({ dir: below(project, dir), base })),
        hashed: [...new Set(files.filter(isHashed).map(roleOf))].toSorted(),
        stable: files
          .filter((file) => !isHashed(file))
          .map((file) => below(project, file))
          .toSorted(),
      })
    },
  }
  return recorder
}

/** Lists what a build changed, added or removed after it had come to its end, relative to the project. */
export function changedSince(project: string, { finished, seen }: Recording): readonly string[] {
  const dirs = finished.at(-1)?.outputs.map(({ dir }) => dir) ?? []
  const now: Record<string, string> = Object.assign(
    {},
    ...dirs.map((dir) => digestsBelow(join(project, dir))),
  )
  return [...new Set([...Object.keys(seen), ...Object.keys(now)])]
    .filter((file) => seen[file] !== now[file])
    .map((file) => below(project, file))
    .toSorted()
}

/** By absolute file. */
function digestsBelow(dir: string): Record<string, string> {
  const digest = (file: string): string =>
    createHash('sha256').update(readFileSync(file)).digest('hex')
  return Object.fromEntries(filesBelow(dir).map((file) => [file, digest(file)]))
}

/** A `finish` that cannot do its work. */
export const failToFinish: Finish = async (_options, _build, reporter) => {
  reporter.info('About to write into the ledger.')
  throw new PurgeError('store-failed', 'Could not write into the ledger: it is full.', {
    hint: 'Make room and build again.',
  })
}

function below(project: string, path: string): string {
  if (path === project) return '.'
  return path.startsWith(`${project}/`) ? path.slice(project.length + 1) : path
}

function filesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Bundlers name the files of the site in their own ways: `lazy-B1x2.js`, `lazy_97dd.5da98c2e.js`. */
function roleOf(file: string): string {
  if (file.endsWith('.css')) return 'style'
  if (file.endsWith('.png')) return 'picture'
  return /lazy/.test(file) ? 'lazy chunk' : 'entry'
}
