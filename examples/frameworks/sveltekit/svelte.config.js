import adapter from '@sveltejs/adapter-static'

export default {
  kit: {
    adapter: adapter({ fallback: '200.html' }),
    paths: { base: '/rowing' },
    // Without it every page changes at every build.
    version: { name: '1' },
  },
}
