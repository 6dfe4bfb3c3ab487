/** One option as its documentation says it. */
export interface OptionRow {
  /** `cloudflare.zone` */
  readonly name: string
  /** In the words of its comment; undefined where it has none. */
  readonly default: string | undefined
  readonly isRequired: boolean
  readonly meaning: string
}

interface Member {
  readonly name: string
  readonly isOptional: boolean
  readonly type: string
  readonly comment: string
}

/**
 * Reads the options out of `options.ts`: every member of the interface `Options` in its order, the members of
 * the interfaces that it names right below it.
 *
 * @throws {Error} where a comment gives no meaning.
 */
export function readOptionRows(source: string): OptionRow[] {
  const interfaces = readInterfaces(source)
  return rowsOf('Options', '', interfaces)
}

function rowsOf(
  name: string,
  place: string,
  interfaces: ReadonlyMap<string, readonly Member[]>,
): OptionRow[] {
  return (interfaces.get(name) ?? []).flatMap((member) => {
    const words = new Set(member.type.match(/\w+/g))
    const nested = [...interfaces.keys()].find((other) => words.has(other))
    const below = nested === undefined ? [] : rowsOf(nested, placeBelow(place, member), interfaces)
    // A group that says nothing of its own is only the way to its members.
    if (member.comment === '' && below.length > 0) return below
    return [rowOf(place, member), ...below]
  })
}

function placeBelow(place: string, { name, type }: Member): string {
  return type.endsWith('[]') ? `${place}${name}[].` : `${place}${name}.`
}

function rowOf(place: string, { name, isOptional, comment }: Member): OptionRow {
  const [meaning = '', fallback] = comment.split('@default')
  if (meaning.trim() === '')
    throw new Error(`The option "${place}${name}" has no meaning in its comment.`)
  return {
    name: place + name,
    default: fallback?.trim(),
    isRequired: !isOptional,
    meaning: meaning.trim(),
  }
}

function readInterfaces(source: string): Map<string, readonly Member[]> {
  const interfaces = new Map<string, readonly Member[]>()
  for (const [, name = '', body = ''] of source.matchAll(
    /^export interface (\w+Options|\w+Entry|Options) \{\n(.*?)^\}/gms,
  )) {
    if (name !== 'ResolvedOptions') interfaces.set(name, readMembers(body))
  }
  return interfaces
}

function readMembers(body: string): Member[] {
  return Array.from(
    body.matchAll(
      /(?:^ {2}\/\*\*(.*?)\*\/\n)?^ {2}readonly (\w+)(\??): (.*?)$(?=\n {2}\S|\n*$)/gms,
    ),
    ([, comment = '', name = '', optional = '', type = '']) => ({
      name,
      isOptional: optional === '?',
      type: type.trim(),
      comment: comment.replaceAll(/^ *\*/gm, '').replaceAll(/\s+/g, ' ').trim(),
    }),
  )
}
