import { onBuild } from 'cdn-purge'
import { nextAdapter, type NextAdapter } from './frameworks/next.ts'

/** The adapter that Next loads by its file; `unplugin-cdn-purge/next` names it. */
const adapter: NextAdapter = nextAdapter(onBuild)

export { adapter as default, adapter as 'module.exports' }
