import type { Framework } from '../framework.ts'

export const nuxt: Framework = {
  name: 'nuxt',
  package: 'nuxt',
  node: '24',
  dir: '.output/public',
  remembers: { site: 'https://www.example.com', base: '/tea/' },
  emits: ['index.html', 'green/index.html', '200.html', '404.html', 'robots.txt'],
  broken: {
    file: 'app/pages/green.vue',
    text: "<script setup>\nthrow new Error('No tea')\n</script>\n\n<template>\n  <p>Green</p>\n</template>\n",
  },
  page: (name) => ({
    file: `app/pages/gardens/${name}.vue`,
    text: `<template>\n  <h1>Garden ${name}</h1>\n</template>\n`,
  }),
  secondBuild: {
    edit: { file: 'app/pages/green.vue', from: 'seventy', to: 'eighty' },
    hashed: /^_nuxt\/(?!builds\/)/,
    reasons: [
      [/^green\/index\.html$/, /^other content$/],
      [/^_nuxt\/builds\/meta\//, /^(?:new|gone)$/],
      [/\/?_payload\.json$/, /^(?:only a date|other bytes)$/],
      // Nuxt writes its build id and the time into every page.
      [/(?:\.html|\/latest\.json)$/, /^only a date and hash references$/],
    ],
    cause: / only in a date and hash references.* Nuxt /,
  },
}
