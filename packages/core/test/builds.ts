import * as fc from 'fast-check'
import { createManifest, type Manifest } from '../src/manifest/manifest.ts'
import type { Site } from '../src/site/site.ts'

/** A build written small: path → bytes; bytes that begin with `#` lie under a fingerprinted name. */
export type SmallBuild = Readonly<Record<string, string>>

/** Gives the manifest of a build written small. */
export function manifestOf(build: SmallBuild): Manifest {
  return createManifest(
    Object.entries(build).map(([path, bytes]) => ({
      path,
      size: bytes.length,
      digest: `test-${bytes}`,
      fingerprinted: bytes.startsWith('#'),
    })),
  )
}

export function siteWith(changes: Partial<Site> = {}): Site {
  return {
    origins: [{ url: 'https://www.example.com', dir: '', documents: true }],
    base: '/',
    cleanUrls: 'both',
    trailingSlash: 'both',
    fallback: undefined,
    ...changes,
  }
}

/** Few enough that builds meet at the same paths, odd enough to break what takes objects for maps. */
const PATHS = [
  'index.html',
  'a/index.html',
  'a.html',
  'a/b.html',
  'a',
  'assets/app.js',
  'assets/app.js.map',
  'assets/é ?#%.svg',
  'constructor',
  'toString',
  'sw.js',
  'site.webmanifest',
  '_headers',
  'robots.txt',
]

/** Any build whose names say nothing about their bytes. */
export const stableBuilds: fc.Arbitrary<Manifest> = fc
  .dictionary(fc.constantFrom(...PATHS), fc.constantFrom('1', '2', '3'), { noNullPrototype: true })
  .map(manifestOf)

/** Any build, with fingerprinted names among the others. */
export const builds: fc.Arbitrary<Manifest> = fc
  .dictionary(
    fc.constantFrom(...PATHS, 'assets/chunk-1a2b3c4d.js', 'assets/chunk-9f8e7d6c.js'),
    fc.constantFrom('1', '2', '3', '#1', '#2'),
    { noNullPrototype: true },
  )
  .map(manifestOf)

export const sites: fc.Arbitrary<Site> = fc.record({
  origins: fc.subarray(
    [
      { url: 'https://www.example.com', dir: '', documents: true },
      { url: 'http://localhost:8787', dir: '', documents: true },
      { url: 'https://cdn.example.com/static', dir: 'assets', documents: false },
      { url: 'https://img.example.com', dir: '', documents: false },
    ],
    { minLength: 1 },
  ),
  base: fc.constantFrom('/', '/docs/', '/a/b/'),
  cleanUrls: fc.constantFrom<boolean | 'both'>(true, false, 'both'),
  trailingSlash: fc.constantFrom<boolean | 'both'>(true, false, 'both'),
  fallback: fc.constantFrom(undefined, 'index.html'),
})
