import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const SCRIPT = fileURLToPath(new URL('upload.mjs', import.meta.url))

/** A slow upload, which another process does. */
export interface Upload {
  readonly dir: string
  readonly docroot: string
  /** How much of the work is done before it ends, 0 to 1. */
  readonly share: number
  /** Decides the order of the files. */
  readonly seed: number
  readonly pauseMs: number
}

/** Gives the command that uploads, for the command line to run. */
export function uploadCommand({ dir, docroot, share, seed, pauseMs }: Upload): string[] {
  return [process.execPath, SCRIPT, dir, docroot, `${share}`, `${seed}`, `${pauseMs}`]
}

/** Uploads as a deploy step of its own. */
export async function runUpload(upload: Upload): Promise<void> {
  const [file = '', ...args] = uploadCommand(upload)
  const [code] = await once(spawn(file, args, { stdio: 'ignore' }), 'close')
  if (code !== 0) throw new Error(`The upload ended with ${String(code)}.`)
}
