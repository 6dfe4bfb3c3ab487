import type { Bundler } from './bundlers/bundler.ts'
import { esbuild } from './bundlers/esbuild.ts'
import { farm } from './bundlers/farm.ts'
import { rolldown } from './bundlers/rolldown.ts'
import { rollup } from './bundlers/rollup.ts'
import { rsbuild } from './bundlers/rsbuild.ts'
import { rsbuild1 } from './bundlers/rsbuild1.ts'
import { rspack } from './bundlers/rspack.ts'
import { rspack1 } from './bundlers/rspack1.ts'
import { vite } from './bundlers/vite.ts'
import { vite6 } from './bundlers/vite6.ts'
import { vite7 } from './bundlers/vite7.ts'
import { webpack } from './bundlers/webpack.ts'

/** Every bundler that the plugin knows, in its newest major. */
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

/** The majors before, as far as they are supported. */
export const OLDER_BUNDLERS: readonly Bundler[] = [vite7, vite6, rspack1, rsbuild1]
