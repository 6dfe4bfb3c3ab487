import type { Framework } from '../framework.ts'

export const vitepress: Framework = {
  name: 'vitepress',
  package: 'vitepress',
  dir: '.vitepress/dist',
  remembers: { site: 'https://www.example.com', base: '/notes/' },
  emits: ['index.html', 'birds/heron.html', '404.html', 'sitemap.xml', 'hashmap.json'],
  broken: { file: 'moor.md', text: '[nowhere](./nowhere)\n' },
  page: (name) => ({ file: `walks/${name}.md`, text: `# Walk ${name}\n\nRain.\n` }),
  secondBuild: {
    edit: { file: 'birds/heron.md', from: 'every morning', to: 'at noon' },
    hashed: /^assets\//,
    reasons: [
      [/^birds\/heron\.html$/, /^other content$/],
      // The names of all pages' chunks are in every page.
      [/(?:\.html|^hashmap\.json)$/, /^only hash references$/],
    ],
    cause: / only in hash references\. Most likely here: .*B_ehORJX.* VitePress /,
  },
}
