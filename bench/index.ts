import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import path from 'node:path'
import type { Bench } from './bench.ts'
import { buildBench } from './build.ts'
import { executorBench } from './executor.ts'
import { fingerprintsBench } from './fingerprints.ts'
import { ledgerBench } from './ledger.ts'
import { pairsBench } from './pairs.ts'
import { planBench } from './plan.ts'
import { scaleBench } from './scale.ts'
import { scanBench } from './scan.ts'
import { shapesBench } from './shapes.ts'
import { tableLines } from './table.ts'
import { thriftBench } from './thrift.ts'

const BENCHES: readonly Bench[] = [
  scanBench,
  shapesBench,
  buildBench,
  planBench,
  fingerprintsBench,
  pairsBench,
  thriftBench,
  scaleBench,
  ledgerBench,
  executorBench,
]

const RESULTS_DIR = path.join(import.meta.dirname, 'results')

const names = process.argv.slice(2)
const unknown = names.filter((name) => !BENCHES.some((bench) => bench.name === name))
if (unknown.length > 0) {
  console.error(
    `No bench is called "${unknown.join('", "')}". There are: ${BENCHES.map(({ name }) => name).join(', ')}.`,
  )
  process.exitCode = 2
} else {
  for (const bench of BENCHES) {
    if (names.length === 0 || names.includes(bench.name)) await runBench(bench)
  }
}

async function runBench(bench: Bench): Promise<void> {
  const { name, title } = bench
  console.log(`\n${name}: ${title}\n`)
  const findings = await bench.run()
  if (!findings) return
  for (const line of tableLines(findings.rows)) console.log(line)
  for (const note of findings.notes) console.log(note)

  const machine = {
    node: process.version,
    cpu: cpus()[0]?.model,
    cores: availableParallelism(),
    platform: `${process.platform} ${process.arch}`,
  }
  const file = path.join(RESULTS_DIR, `${name}.json`)
  await mkdir(RESULTS_DIR, { recursive: true })
  const result = { bench: name, at: new Date().toISOString(), machine, ...findings }
  await writeFile(file, `${JSON.stringify(result, undefined, 2)}\n`)
  console.log(`Written to ${path.relative(process.cwd(), file)}.`)
}
