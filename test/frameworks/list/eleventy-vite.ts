import type { Framework } from '../framework.ts'
import { eleventy } from './eleventy.ts'

/** Vite goes over what Eleventy wrote, after everybody else. */
export const eleventyVite: Framework = {
  ...eleventy,
  name: 'eleventy-vite',
  package: '@11ty/eleventy-plugin-vite',
  emits: ['index.html', 'programme/index.html', '404.html'],
  secondBuild: { ...eleventy.secondBuild, hashed: /^assets\// },
}
