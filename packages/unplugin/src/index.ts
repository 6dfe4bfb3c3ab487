import { onBuild, type Options } from 'cdn-purge'
import { createUnplugin, type UnpluginInstance } from 'unplugin'
import { createFactory } from './factory.ts'

export type { Options } from 'cdn-purge'

/** The plugin for every bundler. Configurations import the entry of theirs, `unplugin-cdn-purge/vite`. */
export const unplugin: UnpluginInstance<Options, false> = createUnplugin(createFactory(onBuild))
