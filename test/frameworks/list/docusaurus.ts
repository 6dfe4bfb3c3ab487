import type { Framework } from '../framework.ts'

export const docusaurus: Framework = {
  name: 'docusaurus',
  package: '@docusaurus/core',
  dir: 'build',
  remembers: { site: 'https://loom.example.com', base: '/manual/', trailingSlash: true },
  emits: ['index.html', 'threading/index.html', '404.html', 'sitemap.xml', 'robots.txt'],
  broken: { file: 'docs/threading.md', text: '[nowhere](./nowhere.md)\n' },
  page: (name) => ({ file: `docs/patterns/${name}.md`, text: `# Pattern ${name}\n\nOver two.\n` }),
  secondBuild: {
    edit: { file: 'docs/threading.md', from: 'the left', to: 'the right' },
    hashed: /^assets\//,
    reasons: [
      [/^threading\/index\.html$/, /^other content$/],
      [/\.html$/, /^only hash references$/],
    ],
    cause: / only in hash references\. Most likely here: .*main\..* Docusaurus /,
  },
}
