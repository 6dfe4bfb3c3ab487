module.exports = {
  title: 'Loom',
  url: 'https://loom.example.com',
  baseUrl: '/manual/',
  trailingSlash: true,
  onBrokenLinks: 'throw',
  presets: [['classic', { blog: false, docs: { routeBasePath: '/' } }]],
  plugins: [
    [
      'unplugin-cdn-purge/docusaurus',
      {
        site: 'https://loom.example.com',
        cloudflare: { zone: 'example.com', environment: 'staging' },
      },
    ],
  ],
}
