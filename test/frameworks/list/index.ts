import type { Framework } from '../framework.ts'
import { astro } from './astro.ts'
import { docusaurus } from './docusaurus.ts'
import { eleventy } from './eleventy.ts'
import { eleventyVite } from './eleventy-vite.ts'
import { next } from './next.ts'
import { nuxt } from './nuxt.ts'
import { reactRouter } from './react-router.ts'
import { sveltekit } from './sveltekit.ts'
import { vitepress } from './vitepress.ts'

/** Those that need another Node come last. */
export const FRAMEWORKS: readonly Framework[] = [
  vitepress,
  eleventy,
  eleventyVite,
  next,
  sveltekit,
  reactRouter,
  docusaurus,
  astro,
  nuxt,
]
