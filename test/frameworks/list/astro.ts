import type { Framework } from '../framework.ts'

export const astro: Framework = {
  name: 'astro',
  package: 'astro',
  node: '24',
  dir: 'dist',
  remembers: { site: 'https://www.example.com', base: '/cheese/', trailingSlash: true },
  emits: ['index.html', 'gouda/index.html', '404.html', 'sitemap-index.xml', 'robots.txt'],
  broken: { file: 'src/pages/gouda.astro', text: "---\nthrow new Error('No milk')\n---\n" },
  page: (name) => ({ file: `src/pages/dairies/${name}.astro`, text: `<h1>Dairy ${name}</h1>\n` }),
  secondBuild: {
    edit: { file: 'src/pages/gouda.astro', from: '<h1>Gouda</h1>', to: '<h1>Old Gouda</h1>' },
    hashed: /^_astro\//,
    reasons: [[/^gouda\/index\.html$/, /^other content$/]],
  },
}
