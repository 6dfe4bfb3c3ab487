import { onBuild, type Options } from 'cdn-purge'
import type { UnpluginInstance } from 'unplugin'
import { createPlugins } from './create-plugins.ts'

export type { Options } from 'cdn-purge'

/** The plugin for every bundler. A configuration imports the entry of its own, `unplugin-cdn-purge/vite`. */
export const unplugin: UnpluginInstance<Options, false> = createPlugins(onBuild)
