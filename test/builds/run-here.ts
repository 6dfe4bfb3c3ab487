import { createPlugins } from '../../packages/unplugin/src/create-plugins.ts'
import type { BuildCase, Bundler, Plugins } from '../bundlers/bundler.ts'
import { createRecorder, failToFinish, type Recording } from './project.ts'

/** `recorded` notes what the plugin came to, `failing` cannot do it, `entry` is what users import. */
export type PluginSource = 'recorded' | 'failing' | 'entry'

/** Runs one build in this process, with the project as its working directory. */
export async function runHere(
  bundler: Bundler,
  buildCase: BuildCase,
  source: PluginSource,
  /** Told at once of the recording that grows, for builds that end the process. */
  onStart: (recording: Recording) => void = () => {},
): Promise<{ failure: Error | undefined; recording: Recording }> {
  const recording = createRecorder(buildCase.root)
  onStart(recording)
  const plugins =
    source === 'entry'
      ? await importEntry(bundler)
      : createPlugins(source === 'failing' ? failToFinish : recording.finish)
  const before = process.cwd()
  const { fetch } = globalThis
  process.chdir(buildCase.root)
  try {
    await bundler.build(plugins, buildCase)
    return { failure: undefined, recording }
  } catch (error) {
    return { failure: error instanceof Error ? error : new Error(String(error)), recording }
  } finally {
    process.chdir(before)
    // vite-prerender-plugin puts one in its place that calls itself once there is a second.
    globalThis.fetch = fetch
  }
}

/** Only the bundler's own, as some take seconds to load. */
async function importEntry({ entry: name }: Bundler): Promise<Plugins> {
  const entry: { default: unknown } = await import(`unplugin-cdn-purge/${name}`)
  return { [name]: entry.default } as unknown as Plugins
}
