import { parseSync, Visitor, type ESTree } from 'rolldown/utils'

type Callee = ESTree.CallExpression['callee']

/** Functions that load a module, or make one that does. */
const LOADERS: ReadonlySet<string> = new Set(['require', 'createRequire', 'getBuiltinModule'])

/** Lists what a TypeScript or JavaScript source imports, in any of the ways the language has, types included. */
export function importsOf(fileName: string, source: string): string[] {
  const { program, errors } = parseSync(fileName, source)
  if (errors.length > 0) throw new Error(`Could not parse "${fileName}": ${errors[0]?.message}.`)

  const found = new Set<string>()
  const add = (node: { readonly type: string } | null | undefined) => {
    if (node && 'value' in node && typeof node.value === 'string') found.add(node.value)
  }
  new Visitor({
    ImportDeclaration: ({ source: from }) => add(from),
    ExportNamedDeclaration: ({ source: from }) => add(from),
    ExportAllDeclaration: ({ source: from }) => add(from),
    ImportExpression: ({ source: from }) => add(from),
    TSImportType: ({ source: from }) => add(from),
    TSExternalModuleReference: ({ expression }) => add(expression),
    CallExpression({ callee, arguments: [first] }) {
      if (LOADERS.has(nameOf(callee.type === 'CallExpression' ? callee.callee : callee))) add(first)
    },
  }).visit(program)
  return [...found].toSorted()
}

function nameOf(callee: Callee): string {
  if (callee.type === 'Identifier') return callee.name
  if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier') {
    return callee.property.name
  }
  return ''
}
