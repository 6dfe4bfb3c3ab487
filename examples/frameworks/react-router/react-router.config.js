import cdnPurge from 'unplugin-cdn-purge/react-router'

export default {
  ssr: false,
  prerender: true,
  presets: [
    cdnPurge({
      site: 'https://pots.example.com',
      cloudflare: { zone: 'example.com', environment: 'staging' },
    }),
  ],
}
