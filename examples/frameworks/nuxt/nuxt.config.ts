export default defineNuxtConfig({
  app: { baseURL: '/tea/' },
  telemetry: false,
  modules: [
    [
      'unplugin-cdn-purge/nuxt',
      {
        site: 'https://www.example.com',
        cloudflare: { zone: 'example.com', environment: 'staging' },
      },
    ],
  ],
})
