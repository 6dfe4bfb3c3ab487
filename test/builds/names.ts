import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { detectFingerprinted, resolveFingerprinted } from '@cdn-purge/core'
import type { Bundler } from '../bundlers/bundler.ts'
import { recordBuild } from './run-build.ts'
import { caseOf } from './situations/site.ts'

/** How one way of finding names with a hash did. */
export interface Judged {
  /** Names that have one and were found. */
  readonly found: number
  /** Names that have one and were not found: they are purged, which is needless. */
  readonly missed: number
  /** Names that have none and were taken for such: their old copies would stay. */
  readonly wrong: number
}

export interface NamesOfBundler {
  readonly hashed: number
  readonly stable: number
  readonly bundler: Judged
  readonly pattern: Judged
  /** What the plugin goes by: the bundler where it says something, else the pattern. */
  readonly both: Judged
}

/**
 * Builds a site twice, the second time with other bytes in every file. A name that stays has no hash; one that goes has. What is
 * asked for its opinion has no part in that.
 */
export async function namesOf(bundler: Bundler): Promise<NamesOfBundler> {
  const buildCase = caseOf()
  writeSite(buildCase.root, 'first')
  const { failure, recording } = await recordBuild(bundler, buildCase, 'recorded')
  if (failure !== undefined) throw new Error(failure)
  // Not all empty it themselves.
  rmSync(join(buildCase.root, 'dist'), { recursive: true })
  writeSite(buildCase.root, 'second')
  const again = await recordBuild(bundler, { ...buildCase }, 'recorded')
  if (again.failure !== undefined) throw new Error(again.failure)

  const { seen, said } = recording
  const stable = new Set(Object.keys(seen).filter((file) => file in again.recording.seen))
  for (const file of stable) {
    if (seen[file] === again.recording.seen[file]) throw new Error(`"${file}" did not change.`)
  }
  const dist = join(buildCase.root, 'dist')
  const paths = new Map(Object.keys(seen).map((file) => [relative(dist, file), file]))
  const answers = new Map(
    Array.from(paths, ([path, file]) => [path, said[file]] as const).filter(isAnswered),
  )
  const judge = (taken: ReadonlySet<string>): Judged => {
    const hashed = [...paths].filter(([, file]) => !stable.has(file))
    const found = hashed.filter(([path]) => taken.has(path)).length
    const wrong = [...paths].filter(([path, file]) => stable.has(file) && taken.has(path)).length
    return { found, missed: hashed.length - found, wrong }
  }
  return {
    hashed: paths.size - stable.size,
    stable: stable.size,
    bundler: judge(new Set([...answers].filter(([, hashed]) => hashed).map(([path]) => path))),
    pattern: judge(detectFingerprinted(paths.keys())),
    both: judge(resolveFingerprinted(paths.keys(), { bundler: answers })),
  }
}

function isAnswered(entry: readonly [string, boolean | undefined]): entry is [string, boolean] {
  return entry[1] !== undefined
}

/** Modules, pictures and styles with names of all kinds, and public files whose names look as if they had a hash. */
function writeSite(root: string, round: string): void {
  const parts = Array.from({ length: 8 }, (_, index) => `part-${index + 1}`)
  const files: Record<string, string> = {
    'index.html': `<!doctype html><html><head><title>${round}</title></head><body><script type="module" src="./src/app.js"></script></body></html>\n`,
    'src/app.js': [
      "import './style.css'",
      ...parts.map((part, index) => `import picture${index} from './${part}.png'`),
      `document.title = ['${round}', ${parts.map((_, index) => `picture${index}`).join(', ')}]`,
      ...parts.map((part) => `import('./lazy-${part}.js').then((part) => part.start())`),
    ].join('\n'),
    'src/style.css': `body { color: ${round === 'first' ? 'teal' : 'plum'} }\n`,
  }
  for (const part of parts) {
    files[`src/${part}.png`] = `${round} picture of ${part} `.repeat(1000)
    files[`src/lazy-${part}.js`] = `export const start = () => console.log('${round} ${part}')\n`
  }
  for (const name of PUBLIC) files[`public/${name}`] = `console.log('${round} ${name}')\n`
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
}

/** Dates, versions, sizes and words in hexadecimal. */
const PUBLIC = [
  'robots.txt',
  'jquery-3.7.1.min.js',
  'report-20241105.pdf',
  'icon-512x512.png',
  'photo-IMG_20240131.jpg',
  'facade-decade.svg',
  'chapter-00000012.txt',
  'google1a2b3c4d5e6f7a8b.html',
]
