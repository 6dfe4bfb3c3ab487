import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/** The files of an output folder by path, each as the digest of its bytes. */
export type SiteFolder = ReadonlyMap<string, string>

/** Reads every file below `dir` by plain file system calls: what the tool says of the same folder is checked against it. */
export async function readSiteFolder(dir: string): Promise<SiteFolder> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const pairs = files.map(async (file): Promise<readonly [string, string]> => [
    relative(dir, file).split(sep).join('/'),
    digestOf(await readFile(file)),
  ])
  return new Map(await Promise.all(pairs))
}

export function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url')
}

/** Lists the address of every file, and the other names of a page: `/menu/index.html`, `/menu/` and `/menu`. */
export function addressesOf(site: SiteFolder): string[] {
  return [...site.keys()].flatMap((path) => {
    if (path === 'index.html') return ['/', '/index.html']
    if (path.endsWith('/index.html')) {
      const folder = `/${path.slice(0, -'/index.html'.length)}`
      return [`${folder}/`, folder, `/${path}`]
    }
    return path.endsWith('.html')
      ? [`/${path}`, `/${path.slice(0, -'.html'.length)}`]
      : [`/${path}`]
  })
}

/** Finds what a static host answers at `address`, as a digest; undefined is a 404. */
export function digestAt(site: SiteFolder, address: string): string | undefined {
  const path = address.slice(1)
  if (path === '' || path.endsWith('/')) return site.get(`${path}index.html`)
  return site.get(path) ?? site.get(`${path}.html`) ?? site.get(`${path}/index.html`)
}
