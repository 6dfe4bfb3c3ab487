import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** Writes every page into the frame, and a copy of `files`, once esbuild has named its outputs. */
export function recipes({ pages, files, outDir }) {
  return {
    name: 'recipes',
    setup(build) {
      build.initialOptions.metafile = true
      build.onEnd(async ({ errors, metafile }) => {
        if (errors.length > 0) return
        const entry = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint)
        const frame = (await readFile(join(pages, 'frame.html'), 'utf8'))
          .replace('%script%', basename(entry[0]))
          .replace('%style%', basename(entry[1].cssBundle))
        await mkdir(outDir, { recursive: true })
        await cp(files, outDir, { recursive: true })
        for (const page of await readdir(pages)) {
          if (page === 'frame.html') continue
          const text = await readFile(join(pages, page), 'utf8')
          await writeFile(join(outDir, page), frame.replace('%page%', text.trimEnd()))
        }
      })
    },
  }
}
