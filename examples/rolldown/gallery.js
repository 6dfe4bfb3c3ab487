import { cp, readFile } from 'node:fs/promises'

/** Emits the wall, one page a photo, the stylesheet, and a copy of `files`. */
export function gallery({ photos, style, files }) {
  return {
    name: 'gallery',
    async generateBundle(_options, bundle) {
      const list = JSON.parse(await readFile(photos, 'utf8'))
      const script = Object.values(bundle).find((output) => output.isEntry).fileName
      const sheet = this.getFileName(
        this.emitFile({ type: 'asset', name: 'style.css', source: await readFile(style, 'utf8') }),
      )
      const emit = (fileName, title, body) =>
        this.emitFile({ type: 'asset', fileName, source: page({ title, body, script, sheet }) })
      emit('index.html', 'Six places', list.map(thumbnail).join('\n'))
      for (const photo of list) emit(`${photo.name}/index.html`, photo.title, full(photo))
    },
    async writeBundle({ dir }) {
      await cp(files, dir, { recursive: true })
    },
  }
}

function thumbnail({ name, title }) {
  return `<a href="/${name}/"><img src="/photos/${name}-small.png" alt="${title}" /></a>`
}

function full({ name, title, caption }) {
  return `<figure data-zoom><img src="/photos/${name}.png" alt="${title}" /><figcaption>${caption}</figcaption></figure>`
}

function page({ title, body, script, sheet }) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<title>${title}</title>
<link rel="stylesheet" href="/${sheet}" />
<script type="module" src="/${script}"></script>
</head>
<body>
<h1><a href="/">${title}</a></h1>
<main>
${body}
</main>
</body>
</html>
`
}
