import { isBuiltin } from 'node:module'

/** The packages of this workspace that are published, and which of them each may import. */
export const ARROWS: ReadonlyMap<string, readonly string[]> = new Map([
  ['@cdn-purge/core', []],
  ['@cdn-purge/cloudflare', ['@cdn-purge/core']],
  ['cdn-purge', ['@cdn-purge/cloudflare', '@cdn-purge/core']],
  ['unplugin-cdn-purge', ['cdn-purge', '@cdn-purge/core']],
  ['@cdn-purge/edge', []],
])

/** Modules that are a network, and packages that are one. */
const NETWORK: ReadonlySet<string> = new Set([
  'http',
  'https',
  'http2',
  'net',
  'tls',
  'dgram',
  'dns',
  'dns/promises',
  'undici',
])

const BUNDLERS: ReadonlySet<string> = new Set([
  'unplugin',
  'vite',
  'rollup',
  'rolldown',
  'webpack',
  'esbuild',
  '@rspack/core',
  '@rsbuild/core',
  '@farmfe/core',
])

/** Says why a package must not import this, as a sentence, or nothing where it may. */
export function brokenArrow(importer: string, specifier: string): string | undefined {
  const allowed = ARROWS.get(importer)
  if (!allowed) return `"${importer}" is no package with arrows.`
  const imported = packageOf(specifier)
  if (imported === importer) {
    return `${importer} imports itself by name; inside a package imports are relative.`
  }
  if (ARROWS.has(imported) && !allowed.includes(imported)) {
    return `${importer} imports ${imported}, against the arrows.`
  }
  if (importer === '@cdn-purge/core') {
    if (NETWORK.has(imported)) return `${importer} imports the network: "${specifier}".`
    if (BUNDLERS.has(imported)) return `${importer} imports a bundler: "${specifier}".`
  }
  if (importer === 'cdn-purge' && BUNDLERS.has(imported)) {
    return `${importer} imports a bundler: "${specifier}".`
  }
  return undefined
}

/** `@scope/name/deep` → `@scope/name`, `node:http` → `http`; a relative or absolute path stays as it is. */
function packageOf(specifier: string): string {
  const plain = specifier.replace(/^node:/, '')
  if (isBuiltin(plain) || /^[./]/.test(plain)) return plain
  return plain
    .split('/')
    .slice(0, plain.startsWith('@') ? 2 : 1)
    .join('/')
}

/** Says which relative imports leave their package: `../../core/src/diff.ts`. */
export function leavesPackage(fileBelowPackage: string, specifier: string): boolean {
  if (!specifier.startsWith('.')) return false
  const below = new URL(specifier, `file:///package/${fileBelowPackage}`).pathname
  return !below.startsWith('/package/')
}
