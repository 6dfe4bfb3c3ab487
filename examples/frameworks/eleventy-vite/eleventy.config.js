import vite from '@11ty/eleventy-plugin-vite'
import cdnPurge from 'unplugin-cdn-purge/eleventy'

export default function (eleventyConfig) {
  eleventyConfig.addPassthroughCopy({ public: '/' })
  // What is recorded is what Vite has written, whichever of the two stands first.
  eleventyConfig.addPlugin(cdnPurge, {
    site: 'https://choir.example.com',
    cloudflare: { zone: 'example.com', environment: 'staging' },
  })
  eleventyConfig.addPlugin(vite, { viteOptions: { base: '/choir/' } })
  return { pathPrefix: '/choir/', dir: { input: 'pages', output: '_site' } }
}
