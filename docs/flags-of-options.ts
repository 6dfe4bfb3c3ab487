import {
  ACCESS_FLAGS,
  PROJECT_FLAGS,
  PROOF_FLAGS,
  SITE_FLAGS,
} from '../packages/cdn-purge/src/cli/flags.ts'
import { optionsFromFlags } from '../packages/cdn-purge/src/cli/options-from-flags.ts'

/** Gives the flags that set each option, found by trying every flag: `cloudflare.zone` → `--zone`. */
export function flagsOfOptions(): Map<string, readonly string[]> {
  const flags = new Map<string, readonly string[]>()
  const all = { ...PROJECT_FLAGS, ...SITE_FLAGS, ...ACCESS_FLAGS, ...PROOF_FLAGS }
  for (const [flag, definition] of Object.entries(all)) {
    const value = definition.type === 'boolean' ? true : 'value'
    const forms = 'negativeDescription' in definition ? [flag, `no-${flag}`] : [flag]
    for (const option of placesIn(optionsFromFlags(new Map([[flag, [value]]]), '/'))) {
      flags.set(option, [...(flags.get(option) ?? []), ...forms.map((form) => `--${form}`)])
    }
  }
  return flags
}

function placesIn(options: object): string[] {
  return Object.entries(options).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? placesIn(value).map((place) => `${name}.${place}`)
      : [name],
  )
}
