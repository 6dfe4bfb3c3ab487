import { resolve } from 'node:path'
import type { JsPlugin, ResolvedUserConfig } from '@farmfe/core'
import type { BuildResult } from 'cdn-purge'
import { atExit } from '../at-exit.ts'
import type { Ending } from '../ending.ts'
import { streamReporter } from '../stream-reporter.ts'
import { toUrlBase } from '../url-base.ts'
import { namesOfResources, type FarmResource } from './resource-names.ts'

/**
 * Follows a build of Farm up to the end of the process: no hook is awaited after the last byte. A failed build ends the process
 * before that by itself.
 *
 * @see https://farmfe.org/docs/api/js-plugin-api
 */
export function farmHooks(ending: Ending): Partial<JsPlugin> {
  let config: ResolvedUserConfig | undefined
  let written = false

  return {
    configResolved(resolved) {
      // The commands that serve or watch say so here only, whatever mode is configured.
      if (resolved.env?.['NODE_ENV'] !== 'development') config = resolved
    },
    writeResources: {
      executor({ resourcesMap }) {
        if (!config || written || config.compilation?.watch) return
        written = true
        const build = toBuildResult(config, Object.values(resourcesMap))
        const group = ending.group(build.root)
        group.start(build)
        atExit(() => group.end(build, { kind: 'built', build }, streamReporter))
      },
    },
  }
}

function toBuildResult(
  config: ResolvedUserConfig,
  resources: readonly FarmResource[],
): BuildResult {
  const { mode, output = {} } = config.compilation ?? {}
  const root = resolve(config.root ?? '.')
  const dir = resolve(root, output.path ?? 'dist')
  const names = namesOfResources(resources, output)
  const isForServers = /node/.test(output.targetEnv ?? 'browser')
  return {
    bundler: 'farm',
    root,
    mode: mode ?? 'production',
    outputs: isForServers ? [] : [{ dir, base: toUrlBase(output.publicPath) }],
    fingerprinted: new Map([...names].map(([name, hashed]) => [resolve(dir, name), hashed])),
  }
}
