import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Makes the plugin of each package that writes late; the project gets what it works on. */
export const VITE_WRITERS: Readonly<Record<string, (root: string) => Promise<unknown>>> = {
  'vite-plugin-pwa': () => pwa(undefined),
  // Asks to be called last of all, as we do.
  'vite-plugin-pwa:post': () => pwa('post'),
  async 'vite-plugin-compression'() {
    const { default: compression } = await import('vite-plugin-compression')
    // Declared as a module of CommonJS, and is one of its own.
    const create = compression as unknown as (options: object) => unknown
    return create({ threshold: 0, verbose: false })
  },
  async 'vite-plugin-compression2'() {
    const { compression } = await import('vite-plugin-compression2')
    return compression({ threshold: 0 })
  },
  async 'vite-plugin-sitemap'(root) {
    const { default: sitemap } = await import('vite-plugin-sitemap')
    return sitemap({ hostname: 'https://www.example.com', outDir: join(root, 'dist') })
  },
  async 'vite-plugin-image-optimizer'(root) {
    await writePhoto(join(root, 'public/photo.png'))
    const { ViteImageOptimizer } = await import('vite-plugin-image-optimizer')
    return ViteImageOptimizer({ test: /photo\.png$/, logStats: false, png: { quality: 40 } })
  },
  async 'vite-prerender-plugin'(root) {
    writeFileSync(join(root, 'src/prerender.js'), PRERENDER)
    const { vitePrerenderPlugin } = await import('vite-prerender-plugin')
    return vitePrerenderPlugin({ prerenderScript: join(root, 'src/prerender.js') })
  },
}

async function pwa(closeBundleOrder: 'post' | undefined): Promise<unknown> {
  const { VitePWA } = await import('vite-plugin-pwa')
  return VitePWA({
    integration: closeBundleOrder === undefined ? {} : { closeBundleOrder },
    workbox: { globPatterns: ['**/*.{js,css,html,txt}'] },
  })
}

async function writePhoto(file: string): Promise<void> {
  const { default: sharp } = await import('sharp')
  const background = { r: 200, g: 120, b: 40 }
  await sharp({ create: { width: 64, height: 64, channels: 3, background, noise: NOISE } })
    .png({ compressionLevel: 0 })
    .toFile(file)
}

const NOISE = { type: 'gaussian', mean: 128, sigma: 30 } as const

const PRERENDER = `export async function prerender({ url }) {
  return { html: '<h1>' + url + '</h1>', links: new Set(['/', '/news']) }
}
`
