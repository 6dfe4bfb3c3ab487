import type { Framework } from '../framework.ts'

export const next: Framework = {
  name: 'next',
  package: 'next',
  dir: 'out',
  remembers: { site: 'https://www.example.com', base: '/kites/', trailingSlash: true },
  emits: ['index.html', 'wind/index.html', '404.html', 'robots.txt'],
  broken: {
    file: 'app/wind/page.jsx',
    text: "export default function Page() {\n  throw new Error('No wind')\n}\n",
  },
  page: (name) => ({
    file: `app/kite-${name}/page.jsx`,
    text: `export default function Page() {\n  return <h1>Kite ${name}</h1>\n}\n`,
  }),
  secondBuild: {
    edit: { file: 'app/wind/page.jsx', from: 'behind the mill', to: 'before the mill' },
    hashed: /^_next\/static\/(?:chunks|css|media)\//,
    reasons: [
      [/^wind\/index\.html$/, /^other content$/],
      // What Next writes beside each page is too many to look into all of it.
      [/^wind\/[^/]+\.txt$/, /^other (?:content|bytes)$/],
    ],
  },
}
