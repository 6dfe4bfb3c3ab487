import type { Framework } from '../framework.ts'

export const sveltekit: Framework = {
  name: 'sveltekit',
  package: '@sveltejs/kit',
  dir: 'build',
  remembers: { site: 'https://www.example.com', base: '/rowing/', fallback: '200.html' },
  emits: ['index.html', 'boats.html', '200.html', 'robots.txt'],
  broken: { file: 'src/routes/boats/+page.svelte', text: '{nothing.at.all}\n' },
  page: (name) => ({
    file: `src/routes/races/${name}/+page.svelte`,
    text: `<h1>Race ${name}</h1>\n`,
  }),
  secondBuild: {
    edit: { file: 'src/routes/boats/+page.svelte', from: 'a four', to: 'two fours' },
    hashed: /^_app\/immutable\//,
    reasons: [
      [/^boats\.html$/, /^other content$/],
      // Every page names `app.*.js`, which names the chunks of all pages.
      [/\.html$/, /^only hash references$/],
    ],
    cause: / only in hash references\. Most likely here: .*\/app\..* SvelteKit /,
    wholeSite: true,
  },
}
