import type { Manifest } from '@cdn-purge/core'
import { readMounted } from './mounted-file.ts'
import { mountOutputs } from './mounts.ts'
import type { ResolvedOptions } from '../options/options.ts'
import { outputsOf } from './outputs-of.ts'

/** Gives the text of a path as it was built, or undefined where the output folder has not these very bytes. */
export type BuiltText = (path: string) => Promise<string | undefined>

/** Reads files of the output folder, where there is one, and only those that are what the manifest says. */
export function createBuiltText(options: ResolvedOptions, manifest: Manifest): BuiltText {
  if (options.dirs.length === 0) return () => Promise.resolve(undefined)
  const { mounts } = mountOutputs(outputsOf(options))
  return (asked) => {
    const asset = manifest.assets.get(asked)
    return Promise.resolve(asset && readMounted(mounts, asset)?.toString('utf8'))
  }
}
