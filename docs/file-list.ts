import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const BEGIN = '<!-- files: written by `pnpm generate` -->'
const END = '<!-- end of files -->'

/** In the order of the arrows, the package that everything leads to last. */
const PACKAGES = ['unplugin', 'cdn-purge', 'cloudflare', 'core', 'edge'] as const

/** Gives the page with its list of files made anew from the sources: a line each, in the words of its first doc comment. */
export function withFileList(page: string, root: string): string {
  const [before, rest] = split(page, BEGIN)
  const [, after] = split(rest, END)
  const lists = PACKAGES.map((name) => packageList(root, name)).join('\n')
  return `${before}${BEGIN}\n\n${lists}\n${END}${after}`
}

function split(text: string, at: string): [string, string] {
  const index = text.indexOf(at)
  if (index < 0) throw new Error(`The page has no "${at}".`)
  return [text.slice(0, index), text.slice(index + at.length)]
}

function packageList(root: string, name: string): string {
  const dir = join(root, 'packages', name, 'src')
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .toSorted(byFolder)
  const lines = files.map((file) => `- \`${file}\`: ${describe(join(dir, file), file)}`)
  return `### packages/${name}/src\n\n${lines.join('\n')}\n`
}

/** The files of a folder stand together, those of the package itself first. */
function byFolder(a: string, b: string): number {
  const depth = a.split('/').length - b.split('/').length
  return (a.includes('/') !== b.includes('/') ? depth : 0) || (a < b ? -1 : 1)
}

function describe(file: string, name: string): string {
  if (name === 'index.ts') return 'what the package exports'
  const comment = mainComment(readFileSync(file, 'utf8'), name)
  const plain = comment.replace(/^\s*\* ?/gm, '').trim()
  const [paragraph = ''] = plain.split(/\n\s*(?:\n|@)/)
  const sentence = /^.*?[.:](?=\s|$)/s.exec(paragraph)?.[0] ?? paragraph
  const line = sentence.replace(/\s+/g, ' ').replace(/[.:]$/, '')
  if (line === '') throw new Error(`The file "${file}" has no doc comment that says what it gives.`)
  return line
}

/** A file is named after what it gives: that export says it best, else the first function, else whatever stands first. */
function mainComment(text: string, name: string): string {
  const exports = [...text.matchAll(EXPORT)].map(([, comment = '', kind = '', symbol = '']) => ({
    comment,
    isFunction: kind.endsWith('function') || kind.endsWith('function*'),
    key: symbol.toLowerCase(),
  }))
  const key = (/([^/]+)\.ts$/.exec(name)?.[1] ?? '').replaceAll('-', '').toLowerCase()
  const main =
    exports.find((each) => each.key === key) ??
    exports.find((each) => each.key.endsWith(key)) ??
    exports.find((each) => each.isFunction) ??
    exports[0]
  return main?.comment ?? /\/\*\*(.*?)\*\//s.exec(text)?.[1] ?? ''
}

const EXPORT =
  /\/\*\*((?:(?!\*\/).)*)\*\/\s*export (?:default )?((?:async )?function\*?|const|class|interface|type) (\w+)/gs
