import { cp, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Emits every page of `pages` in the frame of `pages/frame.html`, the stylesheet, and a copy of `files`. */
export function docs({ pages, files, style }) {
  return {
    name: 'docs',
    async buildStart() {
      this.emitFile({ type: 'asset', name: 'style.css', source: await readFile(style) })
    },
    async generateBundle(_options, bundle) {
      const names = Object.keys(bundle)
      const frame = (await readFile(join(pages, 'frame.html'), 'utf8'))
        .replace(
          '%script%',
          names.find((name) => bundle[name].isEntry),
        )
        .replace(
          '%style%',
          names.find((name) => name.endsWith('.css')),
        )
      for (const page of await readdir(pages, { recursive: true })) {
        if (!page.endsWith('.html') || page === 'frame.html') continue
        const text = await readFile(join(pages, page), 'utf8')
        const title = /<h1>(.*)<\/h1>/.exec(text)?.[1] ?? 'Thimble'
        const source = frame.replace('%title%', title).replace('%page%', text.trimEnd())
        this.emitFile({ type: 'asset', fileName: page.replaceAll('\\', '/'), source })
      }
    },
    async writeBundle({ dir }) {
      await cp(files, dir, { recursive: true })
    },
  }
}
