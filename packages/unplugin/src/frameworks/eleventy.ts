import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Options } from 'cdn-purge'
import type { Finish } from '../create-plugins.ts'
import { streamReporter } from '../stream-reporter.ts'
import { createEndOfBuild } from './end-of-build.ts'
import { outputsAt } from './outputs-at.ts'

/** What is used of Eleventy's configuration. */
export interface EleventyConfig {
  readonly pathPrefix: string
  setEventEmitterMode(mode: 'parallel' | 'sequential'): unknown
  on(event: string, listener: (event: never) => unknown): unknown
}

interface AfterEvent {
  readonly directories: { readonly output: string }
  readonly runMode: string
  readonly outputMode: string
  readonly results: readonly { readonly outputPath: string | false }[]
}

/**
 * Follows a build of Eleventy up to the last listener for `eleventy.after`, that of its Vite plugin included: listeners are called
 * one after the other, and ours is added when all others are there.
 *
 * @see https://www.11ty.dev/docs/events/#eleventy.after
 */
export function eleventyPlugin(config: EleventyConfig, options: Options, finish: Finish): void {
  const end = createEndOfBuild(options, finish)
  let listens = false
  let startedAt = 0

  config.setEventEmitterMode('sequential')
  config.on('eleventy.before', () => {
    startedAt = Date.now()
    if (listens) return
    listens = true
    config.on('eleventy.after', async (event: AfterEvent) => {
      if (event.runMode !== 'build' || event.outputMode !== 'fs') return
      if (!isWritten(event, startedAt)) return
      const outputs = outputsAt(resolve(event.directories.output), config.pathPrefix)
      await end(
        {
          bundler: 'Eleventy',
          root: process.cwd(),
          mode: 'production',
          outputs,
          fingerprinted: new Map(),
        },
        streamReporter,
      )
    })
  })
}

/** A dry run says nothing of it, but leaves the output as old as it was. */
function isWritten({ results }: AfterEvent, startedAt: number): boolean {
  const pages = results.flatMap(({ outputPath }) => (outputPath === false ? [] : [outputPath]))
  // Some file systems count in whole seconds.
  const isNew = (page: string): boolean =>
    (statSync(page, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= startedAt - 1000
  return pages.length === 0 || pages.some(isNew)
}
