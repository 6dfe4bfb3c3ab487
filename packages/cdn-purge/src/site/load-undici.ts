import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Gives undici, loaded at the first call: it takes longer than all else that a build without credentials does. */
export function loadUndici(): typeof import('undici') {
  return require('undici')
}
