import { CopyRspackPlugin, HtmlRspackPlugin } from '@rspack/core'
import cdnPurge from 'unplugin-cdn-purge/rspack'

const towns = ['bergen', 'cadiz', 'kiruna']

const page = (filename, town) =>
  new HtmlRspackPlugin({ filename, template: 'src/page.html', templateParameters: { town } })

export default {
  entry: { weather: './src/weather.js' },
  output: {
    clean: true,
    publicPath: '/',
    filename: 'assets/[name].[contenthash:10].js',
    chunkFilename: 'assets/[name].[contenthash:10].js',
    cssFilename: 'assets/[name].[contenthash:10].css',
  },
  module: { rules: [{ test: /\.css$/, type: 'css/auto' }] },
  plugins: [
    page('index.html', 'bergen'),
    ...towns.map((town) => page(`${town}/index.html`, town)),
    new CopyRspackPlugin({ patterns: [{ from: 'public' }] }),
    cdnPurge({
      site: 'https://weather.example.com',
      cloudflare: { zone: 'example.com', environment: 'staging' },
    }),
  ],
}
