import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** A stretch of work. CPU time is that of all threads of the process, and tells more where the machine is shared. */
export interface Spent {
  readonly wallMs: number
  readonly cpuMs: number
}

/** Where the time of one `vite build` went. */
export interface BuildTimes {
  /** From the start of the process to its end. */
  readonly whole: Spent
  /** While at least one hook of the plugin was running; 0 without the plugin. */
  readonly hooks: Spent
  /** Loading the plugin's modules; 0 without it. */
  readonly loading: Spent
}

const VITE = path.join(
  path.dirname(fileURLToPath(import.meta.resolve('vite/package.json'))),
  'bin/vite.js',
)

/** Runs one whole `vite build` of the app in a process of its own. */
export async function runBuild(app: string, kind: 'with' | 'without'): Promise<BuildTimes> {
  const config = path.join(import.meta.dirname, `${kind}.config.mjs`)
  const timesFile = path.join(app, 'times.json')
  const env = { ...withoutCloudflare(process.env), TIMES_FILE: timesFile }
  const args = [VITE, 'build', app, '--configLoader', 'native', '--config', config]
  const { wallMs, output } = await time(args, env)
  if (kind === 'with' && !output.includes('cdn-purge')) {
    throw new Error(`The plugin said nothing:\n${output}`)
  }
  const { cpuMs, hooks, loading } = JSON.parse(await readFile(timesFile, 'utf8')) as Omit<
    BuildTimes,
    'whole'
  > & { cpuMs: number }
  return { whole: { wallMs, cpuMs }, hooks, loading }
}

const LEFT_OUT = /^(?:CLOUDFLARE_|CI$|GITHUB_|NODE_ENV$)/

/** An everyday build: no credentials, and not that of a pull request. */
function withoutCloudflare(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !LEFT_OUT.test(name)))
}

function time(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ wallMs: number; output: string }> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      const wallMs = performance.now() - started
      const output = Buffer.concat(chunks).toString('utf8')
      if (code === 0) resolve({ wallMs, output })
      else reject(new Error(`vite build ended with ${code}:\n${output}`))
    })
  })
}
