import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { BuildResult, Reporter } from 'cdn-purge'
import type { BuildOptions, BuildResult as EsbuildResult, OnEndResult, PluginBuild } from 'esbuild'
import type { BuildEnd, Ending } from '../ending.ts'
import { toShownText } from '../shown-error.ts'
import { streamReporter } from '../stream-reporter.ts'
import { toUrlBase } from '../url-base.ts'
import { isContextCall } from './context-call.ts'
import { namesOfMetafile } from './metafile-names.ts'

/** Follows one call of `build()` up to the last plugin's `onEnd`. A `context()` is for watching and serving: nothing happens there. */
export function esbuildHooks(ending: Ending): { setup(build: PluginBuild): void } {
  return {
    setup(build) {
      if (isContextCall(new Error('Only for its stack.').stack ?? '')) return
      const options = build.initialOptions
      options.metafile = true
      const root = resolve(options.absWorkingDir ?? '.')
      const group = ending.group(root)
      let started = false
      let ended = false

      group.announce(build)
      // Without a callback from setup esbuild would never ask for the one that is added later.
      build.onEnd(() => {})
      build.onStart(() => {
        if (started) return
        started = true
        group.start(build)
        build.onEnd(async (result) => {
          if (ended) return undefined
          ended = true
          return show(options, (reporter) =>
            group.end(build, endOf(root, options, result), reporter),
          )
        })
      })
    },
  }
}

function endOf(root: string, options: BuildOptions, result: EsbuildResult): BuildEnd {
  if (result.errors.length > 0) return { kind: 'failed' }
  const dir = options.outdir ?? (options.outfile && dirname(options.outfile))
  if (options.write === false || dir === undefined || !result.metafile) return { kind: 'nothing' }
  const names = namesOfMetafile(options, result.metafile)
  const files = new Map([...names].map(([name, hashed]) => [resolve(root, name), hashed]))
  if (![...files.keys()].some((file) => existsSync(file))) return { kind: 'nothing' }
  const output = { dir: resolve(root, dir), base: toUrlBase(options.publicPath) }
  const build: BuildResult = {
    bundler: 'esbuild',
    root,
    mode: 'production',
    outputs: options.platform === 'node' ? [] : [output],
    fingerprinted: files,
  }
  return { kind: 'built', build }
}

/** Shows warnings and the failure as esbuild's own messages, and all other lines at once unless the build is silent. */
async function show(
  { logLevel }: BuildOptions,
  work: (reporter: Reporter) => Promise<void>,
): Promise<OnEndResult> {
  const quiet = logLevel === 'silent' || logLevel === 'error'
  const warnings: { text: string }[] = []
  const reporter: Reporter = {
    info: (text) => (quiet ? undefined : streamReporter.info(text)),
    warn: (text) => void warnings.push({ text }),
  }
  try {
    await work(reporter)
    return { warnings }
  } catch (error) {
    return { warnings, errors: [{ text: toShownText(error) }] }
  }
}
