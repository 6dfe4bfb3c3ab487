import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createRandom } from './random.ts'

/** A build of the site: text by path. */
export type Build = ReadonlyMap<string, string>

/** Endless successive builds of one small site, the same for the same seed. */
export interface Builds {
  /** Gives a build by its number, from 0. */
  at(number: number): Build
  /** Gives the folder that a build lies in; it is written at the first call. */
  folder(number: number): Promise<string>
  /** Gives every path that one of the builds made so far has. */
  paths(): ReadonlySet<string>
}

const PAGES = Array.from({ length: 12 }, (_, index) => `guide/page-${index}.html`)
const STABLE = ['index.html', 'about.html', 'blog/index.html', 'logo.svg', 'app.css', ...PAGES]
/** These come and go. */
const PASSING = ['news.html', 'offer.html', 'blog/extra.html', 'banner.svg']
const CHUNKS = ['main', 'lazy', 'vendor']

/** Whether a name of this site carries a hash of its content, and so never stands for other bytes. */
export function isFingerprinted(path: string): boolean {
  return /^assets\/[a-z]+-[0-9a-f]{8}\.js$/.test(path)
}

export function createBuilds(seed: number, root: string): Builds {
  const versions: Versions[] = []
  const written = new Map<number, Promise<string>>()
  const paths = new Set<string>()

  function at(number: number): Build {
    for (let made = versions.length; made <= number; made++) {
      versions.push(nextVersions(versions.at(-1), createRandom(seed * 1009 + made), made))
    }
    const build = filesOf(versions[number] ?? new Map())
    for (const path of build.keys()) paths.add(path)
    return build
  }

  return {
    at,
    folder(number) {
      const folder = written.get(number) ?? writeBuild(at(number), join(root, `${number}`))
      written.set(number, folder)
      return folder
    },
    paths: () => paths,
  }
}

/** The build in which each path or chunk got its content. */
type Versions = ReadonlyMap<string, number>

function nextVersions(
  before: Versions | undefined,
  random: ReturnType<typeof createRandom>,
  number: number,
): Versions {
  if (before === undefined) return new Map([...STABLE, ...CHUNKS].map((name) => [name, 0]))
  const next = new Map(before)
  for (const name of [...STABLE, ...CHUNKS]) if (random.chance(0.25)) next.set(name, number)
  for (const name of PASSING) {
    const fate = random.next()
    if (fate < 0.3) next.set(name, number)
    else if (fate < 0.5) next.delete(name)
  }
  // Content that comes back is what fools a tool that knows the last build only.
  const returning = random.pick(STABLE)
  if (random.chance(0.5)) next.set(returning, random.between(0, number))
  return next
}

function filesOf(versions: Versions): Build {
  const files = new Map<string, string>()
  for (const [name, version] of versions) {
    if (!CHUNKS.includes(name)) files.set(name, `${name}, version ${version}\n`)
    else {
      const text = `chunk ${name} ${version}\n`
      const hash = createHash('sha256').update(text).digest('hex').slice(0, 8)
      files.set(`assets/${name}-${hash}.js`, text)
    }
  }
  return files
}

async function writeBuild(build: Build, folder: string): Promise<string> {
  for (const [path, text] of build) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}
