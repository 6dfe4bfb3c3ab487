import cdnPurge from 'unplugin-cdn-purge/eleventy'

export default function (eleventyConfig) {
  eleventyConfig.addPassthroughCopy({ public: '/' })
  eleventyConfig.addPlugin(cdnPurge, {
    site: 'https://choir.example.com',
    cloudflare: { zone: 'example.com', environment: 'staging' },
  })
  return { pathPrefix: '/choir/', dir: { input: 'pages', output: '_site' } }
}
