import type { Framework } from '../framework.ts'

export const eleventy: Framework = {
  name: 'eleventy',
  package: '@11ty/eleventy',
  dir: '_site',
  remembers: { site: 'https://choir.example.com', base: '/choir/' },
  emits: ['index.html', 'programme/index.html', '404.html', 'style.css'],
  broken: { file: 'pages/programme.md', text: '{% nothing %}\n' },
  page: (name) => ({ file: `pages/songs/${name}.md`, text: `# Song ${name}\n\nIn four parts.\n` }),
  secondBuild: {
    edit: { file: 'pages/programme.md', from: 'Four songs', to: 'Five songs' },
    hashed: /(?!)/,
    reasons: [[/^programme\/index\.html$/, /^other content$/]],
  },
}
