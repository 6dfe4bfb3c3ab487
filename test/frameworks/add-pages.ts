import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { PAGES, type Framework } from './framework.ts'

/** Makes an example large enough for a cause that many pages share. */
export async function addPages({ page }: Framework, dir: string): Promise<void> {
  for (let index = 1; index <= PAGES; index++) {
    const { file, text } = page(`no-${index}`)
    await mkdir(path.dirname(path.join(dir, file)), { recursive: true })
    await writeFile(path.join(dir, file), text)
  }
}
