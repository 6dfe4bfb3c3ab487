// Makes a folder the docroot, file by file in an order of its own, as a slow upload does.
// upload.mjs <from> <docroot> <share of the work to do> <seed> <pause in ms>
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const [from, docroot, share, seed, pause] = process.argv.slice(2)
const incoming = `${docroot}.incoming-${process.pid}`

const wanted = await filesBelow(from)
const there = await filesBelow(docroot)
const work = [
  ...wanted.map((path) => ({ kind: 'put', path })),
  ...there.filter((path) => !wanted.includes(path)).map((path) => ({ kind: 'remove', path })),
]
  .map((step) => ({ ...step, rank: rankOf(step.path) }))
  .toSorted((one, other) => (one.rank < other.rank ? -1 : 1))

console.error('upload: begins')
await mkdir(incoming, { recursive: true })
for (const [index, { kind, path }] of work.slice(0, Math.round(work.length * share)).entries()) {
  if (kind === 'remove') await rm(join(docroot, path), { force: true })
  else {
    // A file is whole or not there: what a visitor sees is some build's bytes.
    const temporary = join(incoming, `${index}`)
    await copyFile(join(from, path), temporary)
    await mkdir(dirname(join(docroot, path)), { recursive: true })
    await rename(temporary, join(docroot, path))
  }
  if (pause > 0) await wait(Number(pause))
}
await rm(incoming, { recursive: true, force: true })
console.error('upload: ends')

async function filesBelow(folder) {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const files = []
  for (const name of names) {
    const found = await stat(join(folder, name)).catch(() => undefined)
    if (found?.isFile()) files.push(name)
  }
  return files
}

function rankOf(path) {
  return createHash('sha256').update(`${seed} ${path}`).digest('hex')
}
