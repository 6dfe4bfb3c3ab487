import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { parseSync, type ESTree } from 'rolldown/utils'
import type { PackageUnderTest } from '../packages.ts'

/** One module that users of a package can import. */
export interface Entry {
  /** What they write: `unplugin-cdn-purge/vite`. */
  readonly specifier: string
  /** Relative to the package: `./src/vite.ts`. */
  readonly source: string
  /** Relative to the package: `./dist/vite.js`. */
  readonly output: string
}

/** Lists the modules that a package offers; throws where `exports` has another shape than every package here. */
export function entriesOf({ name, exports }: PackageUnderTest): Entry[] {
  return Object.entries(exports).flatMap(([subpath, target]) => {
    if (target === './package.json') return []
    const { dev, default: output } = target as { dev?: unknown; default?: unknown }
    if (typeof dev !== 'string' || typeof output !== 'string') {
      throw new TypeError(`The entry "${subpath}" of ${name} needs \`dev\` and \`default\`.`)
    }
    return [{ specifier: `${name}${subpath.slice(1)}`, source: dev, output }]
  })
}

const TYPE = 'type '

/** True for the line of a name that exists only for the compiler. */
export function isTypeLine(line: string): boolean {
  return line.startsWith(TYPE)
}

/** Gives the names in the declarations of an entry, each as a line of the snapshot: `diff`, `type Change`; types come last. */
export async function declaredExports(dir: string, { output }: Entry): Promise<string[]> {
  const file = path.join(dir, output.replace(/\.js$/, '.d.ts'))
  const { module, program, errors } = parseSync(file, await readFile(file, 'utf8'))
  if (errors.length > 0) throw new Error(`Could not parse "${file}": ${errors[0]?.message}.`)
  // The parser takes everything that is only declared for a type; a file of declarations has nothing else.
  const values = new Set(
    program.body.flatMap((node) =>
      node.type === 'ExportNamedDeclaration' ? declaredValues(node.declaration) : [],
    ),
  )
  return module.staticExports
    .flatMap(({ entries }) => entries)
    .filter(({ moduleRequest, exportName }) => moduleRequest || exportName.kind !== 'None')
    .map(({ exportName, isType }) => {
      const name = exportName.kind === 'Default' ? 'default' : (exportName.name ?? '*')
      return isType && !values.has(name) ? `${TYPE}${name}` : name
    })
    .toSorted((a, b) => Number(isTypeLine(a)) - Number(isTypeLine(b)) || (a < b ? -1 : 1))
}

function declaredValues(declaration: ESTree.Declaration | null): string[] {
  switch (declaration?.type) {
    case 'VariableDeclaration':
      return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? id.name : []))
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
    case 'ClassDeclaration':
      return declaration.id ? [declaration.id.name] : []
    default:
      return []
  }
}

/** Gives the names that Node finds in each entry, in a process of its own, where only `dist` counts. */
export async function runtimeExports(entries: readonly Entry[]): Promise<Map<string, string[]>> {
  const specifiers = entries.map(({ specifier }) => specifier)
  const script = `
    const names = {}
    for (const it of ${JSON.stringify(specifiers)}) names[it] = Object.keys(await import(it)).sort()
    console.log(JSON.stringify(names))`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', script],
    { cwd: path.resolve(import.meta.dirname, '..') },
  )
  return new Map(Object.entries(JSON.parse(stdout) as Record<string, string[]>))
}
