import { spawn } from 'node:child_process'

/** What a finished command left behind. */
export interface CommandResult {
  readonly exitCode: number
  /** Both streams, as they came. */
  readonly output: string
  readonly stdout: string
}

/** Runs a command to its end, whatever that is. */
export function runCommand(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks: Buffer[] = []
    const printed: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      printed.push(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (code) =>
      resolve({
        exitCode: code ?? 1,
        output: Buffer.concat(chunks).toString('utf8'),
        stdout: Buffer.concat(printed).toString('utf8'),
      }),
    )
  })
}

/** Runs a command that must end well; throws what it said where it did not. */
export async function runOrThrow(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<string> {
  const { exitCode, output } = await runCommand(command, args, cwd)
  if (exitCode === 0) return output
  throw new Error(`"${[command, ...args].join(' ')}" ended with ${exitCode}:\n${output}`)
}
