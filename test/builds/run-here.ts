import { createPlugins } from '../../packages/unplugin/src/create-plugins.ts'
import type { BuildCase, Bundler, Plugins } from '../bundlers/bundler.ts'
import { createRecorder, failToFinish, type Finished } from './project.ts'

/** `recorded` notes what the plugin came to, `failing` cannot do it, `entry` is what users import. */
export type PluginSource = 'recorded' | 'failing' | 'entry'

/** Runs one build in this process, with the project as its working directory. */
export async function runHere(
  bundler: Bundler,
  buildCase: BuildCase,
  source: PluginSource,
  /** Told at once of the list that grows, for builds that end the process. */
  onStart: (finished: readonly Finished[]) => void = () => {},
): Promise<{ failure: Error | undefined; finished: readonly Finished[] }> {
  const { finish, finished } = createRecorder(buildCase.root)
  onStart(finished)
  const plugins =
    source === 'entry'
      ? await importEntry(bundler)
      : createPlugins(source === 'failing' ? failToFinish : finish)
  const before = process.cwd()
  process.chdir(buildCase.root)
  try {
    await bundler.build(plugins, buildCase)
    return { failure: undefined, finished }
  } catch (error) {
    return { failure: error instanceof Error ? error : new Error(String(error)), finished }
  } finally {
    process.chdir(before)
  }
}

/** Only the bundler's own, as some take seconds to load. */
async function importEntry({ name }: Bundler): Promise<Plugins> {
  const entry: { default: unknown } = await import(`unplugin-cdn-purge/${name}`)
  return { [name]: entry.default } as unknown as Plugins
}
