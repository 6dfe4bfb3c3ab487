import { readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { rolldown } from 'rolldown'

// Bundles what each package publishes: a host that loads an entry loads a handful of files, not a hundred.
const names = await readdir(import.meta.dirname, { withFileTypes: true })
for (const { name } of names.filter((entry) => entry.isDirectory())) {
  await bundlePackage(path.join(import.meta.dirname, name))
}

/** Writes `dist/<entry>.js` for every entry of `exports`, and what they share or load late into `dist/chunks`. */
async function bundlePackage(dir: string): Promise<void> {
  const dist = path.join(dir, 'dist')
  const bundle = await rolldown({
    cwd: dir,
    input: await sourcesOfEntries(dir),
    platform: 'node',
    // What other packages publish stays theirs, so that a type or a class exists once in a process.
    external: /^[^./]/,
    onLog(level, log) {
      if (level === 'warn') throw new Error(`${dir}: ${log.message}`)
    },
  })
  const { output } = await bundle.write({
    dir: dist,
    format: 'esm',
    chunkFileNames: 'chunks/[name].js',
    sourcemap: true,
    sourcemapExcludeSources: true,
  })
  await bundle.close()
  await deleteOthers(dist, new Set(output.map(({ fileName }) => path.normalize(fileName))))
}

/** The entries by name: `{ vite: './src/vite.ts' }` of `"./vite": { "dev": "./src/vite.ts", … }`. */
async function sourcesOfEntries(dir: string): Promise<Record<string, string>> {
  const { exports } = JSON.parse(await readFile(path.join(dir, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, string | { readonly dev: string }>>
  }
  const sources = Object.values(exports).flatMap((entry) =>
    typeof entry === 'string' ? [] : [entry.dev],
  )
  return Object.fromEntries(sources.map((source) => [path.basename(source, '.ts'), source]))
}

/** Deletes the JavaScript of an entry or chunk that is no more. Declarations are the compiler's. */
async function deleteOthers(dist: string, written: ReadonlySet<string>): Promise<void> {
  const files = await readdir(dist, { recursive: true })
  const stale = files.filter((file) => /\.js(?:\.map)?$/.test(file) && !written.has(file))
  await Promise.all(stale.map((file) => rm(path.join(dist, file))))
}
