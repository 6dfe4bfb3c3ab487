/** Makes the plugin of each package that writes beside the bundler, for webpack and Rspack alike. */
export const WEBPACK_WRITERS: Readonly<Record<string, (root: string) => Promise<unknown>>> = {
  async 'compression-webpack-plugin'() {
    const { default: Compression } = await import('compression-webpack-plugin')
    return new Compression({ threshold: 0, minRatio: Infinity })
  },
  async 'workbox-webpack-plugin'() {
    const { GenerateSW } = await import('workbox-webpack-plugin')
    return new GenerateSW({})
  },
}
