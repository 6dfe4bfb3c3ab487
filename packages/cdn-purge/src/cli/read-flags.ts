import { parseArgs } from 'node:util'
import { PurgeError, didYouMean } from '@cdn-purge/core'
import type { ArgDef, ArgsDef } from 'citty'

/** Every value that a flag was given, in order: `--dir a --dir b`. A flag that takes none has `true` or `false`. */
export type Flags = ReadonlyMap<string, readonly (string | boolean)[]>

/**
 * Reads the flags of a command, strictly: citty itself lets unknown ones pass and keeps only the last of several.
 *
 * @throws {PurgeError} `bad-option`, with every problem in it.
 */
export function readFlags(argv: readonly string[], args: ArgsDef): Flags {
  const flags = new Map<string, (string | boolean)[]>()
  const problems: string[] = []
  const positionals: string[] = []
  for (const token of parse(argv, args)) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const read = readFlag(token, args)
    if (typeof read === 'string') problems.push(read)
    else flags.set(read.name, [...(flags.get(read.name) ?? []), read.value])
  }
  problems.push(...positionalProblems(positionals, args))
  if (problems.length > 0) {
    throw new PurgeError('bad-option', problems.join('\n'), {
      hint: 'The flags are listed by `--help`.',
    })
  }
  return flags
}

type Token =
  | { readonly kind: 'positional'; readonly value: string }
  | { readonly kind: 'option-terminator' }
  | OptionToken

interface OptionToken {
  readonly kind: 'option'
  readonly name: string
  readonly rawName: string
  readonly value: string | undefined
  readonly inlineValue: boolean | undefined
}

function parse(argv: readonly string[], args: ArgsDef): readonly Token[] {
  const options: Record<string, { type: 'boolean' | 'string' }> = {}
  for (const [name, { type }] of Object.entries(args)) {
    if (type !== 'positional') options[name] = { type: type === 'boolean' ? 'boolean' : 'string' }
  }
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  return tokens
}

function readFlag(
  token: OptionToken,
  args: ArgsDef,
): { readonly name: string; readonly value: string | boolean } | string {
  const { name, rawName, value, inlineValue } = token
  const definition = find(args, name)
  if (!definition && isNegatable(args, name.replace(/^no-/, ''))) {
    return value === undefined
      ? { name: name.slice('no-'.length), value: false }
      : `\`${rawName}\` takes no value.`
  }
  if (!definition || definition.type === 'positional') return unknownFlag(rawName, args)
  if (definition.type === 'boolean') {
    if (value === undefined) return { name, value: true }
    return value === 'true' || value === 'false'
      ? { name, value: value === 'true' }
      : `\`${rawName}\` is either there or not, and takes no value.`
  }
  // `--dir --json` forgot the folder; whoever means it writes `--dir=--json`.
  if (!value || (value.startsWith('-') && !inlineValue)) return `\`${rawName}\` needs a value.`
  if (definition.type === 'enum' && !definition.options?.includes(value)) {
    const choices = definition.options ?? []
    return `\`${rawName}\` is "${value}", but it takes ${choices.join(', ')}.${suggest(value, choices)}`
  }
  return { name, value }
}

/** True for a flag that has a `--no-` form of its own meaning. */
function isNegatable(args: ArgsDef, name: string): boolean {
  const definition = find(args, name)
  return definition !== undefined && 'negativeDescription' in definition
}

/** Flags are words from outside: `--constructor` must not find what every object has. */
function find(args: ArgsDef, name: string): ArgDef | undefined {
  return Object.hasOwn(args, name) ? args[name] : undefined
}

function unknownFlag(rawName: string, args: ArgsDef): string {
  const known = Object.entries(args).flatMap(([name, { type }]) => {
    if (type === 'positional') return []
    return isNegatable(args, name) ? [`--${name}`, `--no-${name}`] : [`--${name}`]
  })
  return `Unknown flag \`${rawName}\`.${suggest(rawName, known)}`
}

function positionalProblems(given: readonly string[], args: ArgsDef): string[] {
  const wanted = Object.entries(args).filter(([, { type }]) => type === 'positional')
  const missing = wanted.slice(given.length).map(([name]) => `<${name}> is missing.`)
  const extra = given.slice(wanted.length).map((word) => `Unexpected argument "${word}".`)
  return [...missing, ...extra]
}

function suggest(word: string, candidates: readonly string[]): string {
  const meant = didYouMean(word, candidates)
  return meant === undefined ? '' : ` Did you mean \`${meant}\`?`
}
