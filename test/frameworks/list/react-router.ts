import type { Framework } from '../framework.ts'

export const reactRouter: Framework = {
  name: 'react-router',
  package: 'react-router',
  dir: 'build/client',
  remembers: { site: 'https://pots.example.com', base: '/' },
  emits: ['index.html', 'clay/index.html', 'robots.txt'],
  broken: {
    file: 'app/pages/clay.jsx',
    text: "export default function Clay() {\n  throw new Error('No clay')\n}\n",
  },
  page: (name) => ({
    file: `app/pages/pots/${name}.jsx`,
    text: `export default function Pot() {\n  return <h1>Pot ${name}</h1>\n}\n`,
  }),
  secondBuild: {
    edit: { file: 'app/pages/clay.jsx', from: 'the river', to: 'the lake' },
    hashed: /^assets\//,
    reasons: [
      [/^clay\/index\.html$/, /^other content$/],
      // Every page names `manifest-*.js`, which names the chunks of all pages.
      [/\.html$/, /^only hash references$/],
    ],
    cause: / only in hash references\. Most likely here: .*\/manifest-.* React Router /,
    wholeSite: true,
  },
}
