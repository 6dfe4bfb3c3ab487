import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createFolderStore, type Store } from '@cdn-purge/core'
import type { EdgeOptions } from '@cdn-purge/edge'
import { expect } from 'vitest'
import { main } from '../../packages/cdn-purge/src/cli.ts'
import { setStage, TOKEN, type Stage } from '../journey/stage.ts'
import type { OnTestFinished } from '../journey/world.ts'

export const OLD = { 'index.html': 'home 1', 'a.js': 'a 1', 'b.js': 'b 1', 'kept.css': 'kept' }
export const NEW = { 'index.html': 'home 2', 'a.js': 'a 2', 'b.js': 'b 2', 'kept.css': 'kept' }
const URLS = ['/', '/index.html', '/a.js', '/b.js', '/kept.css']

/** Where the records of the stage's environment are. */
export const LEDGER = 'site.example/staging/'

/** A project whose first build is settled and cached, and whose second one is begun and live: all that a run needs. */
export interface Scene {
  readonly stage: Stage
  /** Of the ledger; keys begin with `LEDGER`. */
  readonly store: Store
  /** The deploy that was settled. */
  readonly settled: string
  /** The one that was begun. */
  readonly open: string
  /** Calls the command line in this process. */
  readonly say: (argv: readonly string[], env?: Env) => Promise<Heard>
}

type Env = Readonly<Record<string, string>>

export interface Heard {
  readonly code: number
  /** Both outputs, as they came. */
  readonly text: string
}

export interface SceneOptions {
  readonly config?: Readonly<Record<string, unknown>>
  readonly edge?: Partial<EdgeOptions>
}

/** Sets the scene; it is gone when the test is finished. */
export async function setScene(
  onTestFinished: OnTestFinished,
  { config = {}, edge = {} }: SceneOptions = {},
): Promise<Scene> {
  prepared ??= prepare(onTestFinished)
  const { ledger, marker, settled, open } = await prepared
  const stage = await setStage(onTestFinished, {
    config: { waitForLive: 0, onUnknownBaseline: 'fail', ...config },
    edge,
  })
  await stage.build(OLD)
  await stage.upload()
  for (const url of URLS) await stage.visit(url)
  await stage.build(NEW)
  await writeFile(join(stage.project, 'dist', 'cdn-purge.json'), marker)
  await stage.upload()
  const store = ledgerOf(stage)
  for (const [key, bytes] of ledger) await store.put(key, bytes)
  return { stage, store, settled, open, say: (argv, env) => say(stage, argv, env) }
}

interface Prepared {
  readonly ledger: ReadonlyMap<string, Uint8Array>
  readonly marker: string
  readonly settled: string
  readonly open: string
}

let prepared: Promise<Prepared> | undefined

/** Lives through the first deploy and the begin of the second, once for all scenes. */
async function prepare(onTestFinished: OnTestFinished): Promise<Prepared> {
  const stage = await setStage(onTestFinished, { config: { waitForLive: 0 } })
  await stage.build(OLD)
  await say(stage, ['begin'])
  await stage.upload()
  const first = await say(stage, ['run'])
  if (!/^(?:Fresh|Done)/m.test(first.text)) throw new Error(JSON.stringify(first))
  await stage.build(NEW)
  await say(stage, ['begin'])
  const store = ledgerOf(stage)
  const ledger = await readAll(store)
  const ids = [...ledger.keys()].flatMap((key) => /records\/(\w+)\/started$/.exec(key)?.[1] ?? [])
  const settled = ids.find((id) => ledger.has(`${LEDGER}records/${id}/settled`)) ?? ''
  const open = ids.find((id) => id !== settled) ?? ''
  const marker = await readFile(join(stage.project, 'dist', 'cdn-purge.json'), 'utf8')
  return { ledger, marker, settled, open }
}

function ledgerOf(stage: Stage): Store {
  return createFolderStore(join(stage.project, '.cdn-purge'))
}

async function readAll(store: Store): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>()
  // A ledger that cannot even be listed has nothing that could get lost.
  for (const key of await store.list('').catch(() => [])) {
    // What cannot be read counts as nothing.
    found.set(key, (await store.get(key).catch(() => undefined)) ?? new Uint8Array())
  }
  return found
}

/** Calls the command line in this process, with a token in the environment. */
export async function say(stage: Stage, argv: readonly string[], env: Env = {}): Promise<Heard> {
  let text = ''
  const output = { write: (part: string) => (text += part) }
  const code = await main(argv, {
    cwd: stage.project,
    env: { CLOUDFLARE_BASE_URL: stage.edge.apiUrl, CLOUDFLARE_API_TOKEN: TOKEN, ...env },
    stdout: output,
    stderr: output,
    onInterrupt: () => () => {},
  })
  return { code, text }
}

/** What a hostile thing must end in. */
export interface Ending {
  readonly code: number
  readonly says: RegExp
}

/** Does `work`, and checks that it ends in a clear error: nothing purged, nothing lost, nothing given away. */
export async function expectRefusal(
  { stage, store }: Pick<Scene, 'stage' | 'store'>,
  ending: Ending,
  work: () => Promise<Heard>,
): Promise<void> {
  const [copies, records] = [namesOf(stage), await readAll(store)]
  const heard = await work()
  expectClear(heard, ending)
  // Questions past the cache leave copies of their own.
  const left = new Set(namesOf(stage))
  expect(copies.filter((name) => !left.has(name))).toEqual([])
  const after = await readAll(store)
  for (const [key, bytes] of records) {
    // Element by element takes minutes where a record is large.
    expect(Buffer.from(after.get(key) ?? []).equals(bytes), key).toBe(true)
  }
}

/** Checks that what was said is for people, whoever wrote what it is about. */
export function expectClear({ code, text }: Heard, ending: Ending): void {
  expect(text).toMatch(ending.says)
  expect({ code, text }).toEqual({ code: ending.code, text })
  expect(text).not.toContain(TOKEN)
  expect(text).not.toMatch(/^ +at .*:\d+:\d+\)?$/m)
  expect(text).not.toContain('no failure that was expected')
  // What a terminal would obey, or show in another order.
  expect(text).not.toMatch(CONTROLS)
  expect(text.length).toBeLessThan(20_000)
}

const CONTROLS = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u

function namesOf({ edge }: Stage): string[] {
  return edge.cache().map(({ environment, url, storedAt }) => `${environment} ${url} ${storedAt}`)
}
