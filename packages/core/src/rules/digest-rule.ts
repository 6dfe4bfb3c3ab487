import { hash } from 'node:crypto'

/**
 * Gives what stands for a part of a rule where two are compared: 132 bits, in base64url. With the pattern where that part repeats
 * what the pattern caught.
 */
export function digestRule(parts: readonly string[], pattern: string | undefined): string {
  return hash('sha256', JSON.stringify([parts, pattern ?? '']), 'base64url').slice(0, 22)
}
