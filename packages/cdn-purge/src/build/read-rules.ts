import {
  MAX_RULES,
  PurgeError,
  RULE_FILES,
  digestBytes,
  parseHeaders,
  parseRedirects,
  type Note,
  type ParsedRules,
  type Rules,
  type ScannedAsset,
} from '@cdn-purge/core'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Larger files of rules are not read. */
const MAX_RULE_BYTES = 4 * 1024 * 1024

/** Rules of a build, and what is to be said of them. */
export interface ReadRules {
  readonly rules: Rules
  readonly notes: readonly Note[]
}

/** Reads `_headers` and `_redirects` in the folders that are the root of the build, if the scan found them there. */
export function readRules(
  dirs: readonly string[],
  files: ReadonlyMap<string, ScannedAsset>,
): ReadRules {
  const notes: Note[] = []
  const read = <Rule>(name: string, parse: (text: string) => ParsedRules<Rule>) => {
    const asset = files.get(name)
    const dir = dirs.find((each) => existsSync(path.join(each, name)))
    if (!asset || dir === undefined) return undefined
    const text = asset.size > MAX_RULE_BYTES ? undefined : textOf(dir, asset)
    if (text === undefined || text.split('\n', MAX_RULES + 1).length > MAX_RULES) {
      notes.push({ code: 'rules-unread', text: `${quote(name)} is too long to be read as rules.` })
      return undefined
    }
    const parsed = parse(text)
    if (parsed.unread.length > 0) notes.push(unreadNote(name, parsed.unread))
    return parsed.rules
  }
  const headers = read(RULE_FILES.headers, parseHeaders)
  const redirects = read(RULE_FILES.redirects, parseRedirects)
  return { rules: { headers, redirects }, notes }
}

/** The text of the very bytes that were scanned. */
function textOf(dir: string, { path: name, digest }: ScannedAsset): string {
  const bytes = readFileSync(path.join(dir, name))
  if (digestBytes(bytes) === digest) return bytes.toString('utf8')
  throw new PurgeError('scan-failed', `Could not scan "${dir}": "${name}" changed meanwhile.`, {
    hint: 'Scan once nothing writes to the folder any more.',
  })
}

/** So many lines are named. */
const MAX_NAMED = 5

function unreadNote(name: string, lines: readonly number[]): Note {
  const named = lines.slice(0, MAX_NAMED).join(', ')
  const more = lines.length > MAX_NAMED ? ` and ${lines.length - MAX_NAMED} more` : ''
  const text = `${quote(name)}: no rule can be read in line ${named}${more}. If the host takes it for one, a change of it is not purged for.`
  return { code: 'rules-unread', text }
}

function quote(name: string): string {
  return JSON.stringify(name)
}
