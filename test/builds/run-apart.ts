import { writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import type { BuildCase, Bundler } from '../bundlers/bundler.ts'
import type { Recording } from './project.ts'
import { runHere, type PluginSource } from './run-here.ts'

// node --import tsx run-apart.ts <bundler> <source> <report> < case.json
const [name = '', source = '', report = ''] = process.argv.slice(2)
const bundlers: Record<string, Bundler> = await import(`../bundlers/${name}.ts`)
const bundler = bundlers[name]
if (!bundler) throw new Error(`There is no bundler "${name}".`)
const buildCase: BuildCase = JSON.parse(await text(process.stdin))

let recorded: Recording = { finished: [], seen: {}, said: {} }
process.on('exit', () => writeFileSync(report, JSON.stringify(recorded)))
const { failure } = await runHere(
  bundler,
  buildCase,
  source as PluginSource,
  (recording) => (recorded = recording),
)
if (failure) throw failure
