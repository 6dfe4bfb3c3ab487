import HtmlWebpackPlugin from 'html-webpack-plugin'
import cdnPurge from 'unplugin-cdn-purge/webpack'

const page = (name, chunk) =>
  new HtmlWebpackPlugin({
    filename: `${name}.html`,
    template: `src/pages/${name}.html`,
    chunks: [chunk],
  })

export default {
  entry: { notes: './src/notes.js', about: './src/about.js' },
  output: {
    clean: true,
    publicPath: '/',
    filename: 'assets/[name].[contenthash:10].js',
    chunkFilename: 'assets/[name].[contenthash:10].js',
    cssFilename: 'assets/[name].[contenthash:10].css',
    assetModuleFilename: 'assets/[name].[contenthash:10][ext]',
  },
  experiments: { css: true },
  module: {
    rules: [
      { test: /\.css$/, type: 'css/auto' },
      // The icon keeps its name: home screens ask for it for years.
      { test: /icon\.svg$/, type: 'asset/resource', generator: { filename: 'images/[name][ext]' } },
      { test: /\.png$/, type: 'asset/resource' },
    ],
  },
  plugins: [
    page('index', 'notes'),
    page('archive', 'notes'),
    page('about', 'about'),
    cdnPurge({
      site: 'https://notes.example.com',
      cloudflare: { zone: 'example.com', environment: 'staging' },
    }),
  ],
}
