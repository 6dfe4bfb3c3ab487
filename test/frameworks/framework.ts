/** One framework, and what must hold once its example was built. */
export interface Framework {
  /** Of the folder in `examples/frameworks`, and of the entry. */
  readonly name: string
  /** The package of the example's whose version is said in the documents. */
  readonly package: string
  /** The major of Node that it needs where that is not the one that runs the tests. */
  readonly node?: string
  /** The folder that it writes, relative to the example. */
  readonly dir: string
  /** What the record remembers for the deploy step beside `site`, `cloudflare` and `dir`. */
  readonly remembers: Readonly<Record<string, unknown>>
  /** Files that others write at the very end, or that are easily missed. */
  readonly emits: readonly string[]
  /** A page that cannot be built. */
  readonly broken: { readonly file: string; readonly text: string }
}

export const FRAMEWORKS: readonly Framework[] = [
  {
    name: 'vitepress',
    package: 'vitepress',
    dir: '.vitepress/dist',
    remembers: { base: '/notes/' },
    emits: ['index.html', 'birds/heron.html', '404.html', 'sitemap.xml', 'hashmap.json'],
    broken: { file: 'moor.md', text: '[nowhere](./nowhere)\n' },
  },
  {
    name: 'eleventy',
    package: '@11ty/eleventy',
    dir: '_site',
    remembers: { base: '/choir/' },
    emits: ['index.html', 'programme/index.html', '404.html', 'style.css'],
    broken: { file: 'pages/programme.md', text: '{% nothing %}\n' },
  },
  {
    name: 'next',
    package: 'next',
    dir: 'out',
    remembers: { base: '/kites/', trailingSlash: true },
    emits: ['index.html', 'wind/index.html', '404.html', 'robots.txt'],
    broken: {
      file: 'app/wind/page.jsx',
      text: "export default function Page() {\n  throw new Error('No wind')\n}\n",
    },
  },
  {
    name: 'sveltekit',
    package: '@sveltejs/kit',
    dir: 'build',
    remembers: { base: '/rowing/', fallback: '200.html' },
    emits: ['index.html', 'boats.html', '200.html', 'robots.txt'],
    broken: { file: 'src/routes/boats/+page.svelte', text: '{nothing.at.all}\n' },
  },
  {
    name: 'react-router',
    package: 'react-router',
    dir: 'build/client',
    remembers: { base: '/' },
    emits: ['index.html', 'clay/index.html', 'robots.txt'],
    broken: {
      file: 'app/pages/clay.jsx',
      text: "export default function Clay() {\n  throw new Error('No clay')\n}\n",
    },
  },
  {
    name: 'docusaurus',
    package: '@docusaurus/core',
    dir: 'build',
    remembers: { base: '/manual/', trailingSlash: true },
    emits: ['index.html', 'threading/index.html', '404.html', 'sitemap.xml', 'robots.txt'],
    broken: { file: 'docs/threading.md', text: '[nowhere](./nowhere.md)\n' },
  },
  {
    name: 'astro',
    package: 'astro',
    node: '24',
    dir: 'dist',
    remembers: { base: '/cheese/', trailingSlash: true },
    emits: ['index.html', 'gouda/index.html', '404.html', 'sitemap-index.xml', 'robots.txt'],
    broken: { file: 'src/pages/gouda.astro', text: "---\nthrow new Error('No milk')\n---\n" },
  },
  {
    name: 'nuxt',
    package: 'nuxt',
    node: '24',
    dir: '.output/public',
    remembers: { base: '/tea/' },
    emits: ['index.html', 'green/index.html', '200.html', '404.html', 'robots.txt'],
    broken: {
      file: 'app/pages/green.vue',
      text: "<script setup>\nthrow new Error('No tea')\n</script>\n\n<template>\n  <p>Green</p>\n</template>\n",
    },
  },
]
