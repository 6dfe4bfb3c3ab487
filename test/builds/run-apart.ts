import { writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import type { BuildCase, Bundler } from '../bundlers/bundler.ts'
import { runHere, type PluginSource } from './run-here.ts'

// node --import tsx run-apart.ts <bundler> <source> <report> < case.json
const [name = '', source = '', report = ''] = process.argv.slice(2)
const bundlers: Record<string, Bundler> = await import(`../bundlers/${name}.ts`)
const bundler = bundlers[name]
if (!bundler) throw new Error(`There is no bundler "${name}".`)
const buildCase: BuildCase = JSON.parse(await text(process.stdin))

let finished: readonly unknown[] = []
process.on('exit', () => writeFileSync(report, JSON.stringify(finished)))
const { failure } = await runHere(
  bundler,
  buildCase,
  source as PluginSource,
  (list) => (finished = list),
)
if (failure) throw failure
