import withCdnPurge from 'unplugin-cdn-purge/next'

export default withCdnPurge(
  {
    output: 'export',
    basePath: '/kites',
    trailingSlash: true,
    // Without it every page changes at every build: the build's id is in each of them.
    generateBuildId: () => 'kites',
  },
  {
    site: 'https://www.example.com',
    cloudflare: { zone: 'example.com', environment: 'staging' },
  },
)
