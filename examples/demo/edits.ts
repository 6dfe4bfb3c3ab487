import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One change of a source file. */
export interface Edit {
  readonly what: string
  readonly file: string
  readonly from: string
  readonly to: string
}

/** A stable image, a page, and a chunk that loads late. */
export const EDITS: readonly Edit[] = [
  { what: 'a stable image', file: 'public/images/croissant.svg', from: '#d9963f', to: '#e0a458' },
  { what: 'a page', file: 'menu/index.html', from: '<td>7.40</td>', to: '<td>7.60</td>' },
  {
    what: 'a lazy chunk',
    file: 'src/basket.ts',
    from: 'to be fetched tomorrow',
    to: 'ready at seven',
  },
]

/**
 * Makes one change below `dir`.
 *
 * @throws {Error} when the file does not hold what is to be replaced.
 */
export async function applyEdit(dir: string, { file, from, to }: Edit): Promise<void> {
  const path = join(dir, file)
  const text = await readFile(path, 'utf8')
  if (!text.includes(from)) throw new Error(`Could not edit "${file}": it does not hold "${from}".`)
  await writeFile(path, text.replace(from, to))
}
