import type { Bundler } from './bundlers/bundler.ts'
import { esbuild } from './bundlers/esbuild.ts'
import { farm } from './bundlers/farm.ts'
import { rolldown } from './bundlers/rolldown.ts'
import { rollup } from './bundlers/rollup.ts'
import { rsbuild } from './bundlers/rsbuild.ts'
import { rspack } from './bundlers/rspack.ts'
import { vite } from './bundlers/vite.ts'
import { webpack } from './bundlers/webpack.ts'

/** Every bundler that the plugin knows. */
export const BUNDLERS: readonly Bundler[] = [
  vite,
  rollup,
  rolldown,
  webpack,
  rspack,
  rsbuild,
  esbuild,
  farm,
]
