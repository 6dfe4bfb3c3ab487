import type { Learned } from '../executor/events.ts'
import { isFields } from '../json.ts'
import { RECORD_VERSION } from './record.ts'
import type { Store } from '../stores/store.ts'

/** What runs found out about an environment that takes less than is documented, so that the next plan starts with it. */
export interface LearnedLimits {
  /** Remembers what a run learned. */
  add(learned: Learned): Promise<void>
  /** What is known now; what is older than 30 days is tried anew. */
  read(): Promise<Learned>
}

export interface LearnedLimitsOptions {
  readonly prefix: string
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Limits are raised and rules of environments changed, so nothing of it holds for ever. */
const KNOWN_FOR_MS = 30 * 24 * 60 * 60 * 1000

/** Creates the memory. Each fact is a key of its own, named by what it says, so two machines can write at once. */
export function createLearnedLimits(
  store: Store,
  { prefix, now }: LearnedLimitsOptions,
): LearnedLimits {
  const learnedKeys = `${prefix}learned/`

  /** True where the fact is as fresh as it must be; one that cannot be read is none. */
  async function isKnown(key: string): Promise<boolean> {
    const bytes = await store.get(key)
    const at = bytes && readTime(bytes)
    return at !== undefined && now() - at < KNOWN_FOR_MS
  }

  return {
    async add(learned) {
      const bytes = Buffer.from(`${JSON.stringify({ version: RECORD_VERSION, at: now() })}\n`)
      for (const name of namesOf(learned)) await store.put(learnedKeys + name, bytes)
    },
    async read() {
      const keys = await store.list(learnedKeys)
      const known = await Promise.all(keys.map(isKnown))
      const names = keys
        .filter((_, index) => known[index])
        .map((key) => key.slice(learnedKeys.length))
      const least = (kind: string) => {
        const sizes = names.flatMap((name) => {
          const [, of, size = ''] = /^(urls|keys)-([1-9]\d{0,3})$/.exec(name) ?? []
          return of === kind ? [Number(size)] : []
        })
        return sizes.length > 0 ? Math.min(...sizes) : undefined
      }
      const [maxUrls, maxKeys] = [least('urls'), least('keys')]
      return {
        ...(maxUrls !== undefined && { maxUrls }),
        ...(maxKeys !== undefined && { maxKeys }),
        ...(names.includes(REFUSES_URLS) && { acceptsUrls: false }),
      }
    },
  }
}

const REFUSES_URLS = 'refuses-urls'

function namesOf({ maxUrls, maxKeys, acceptsUrls }: Learned): string[] {
  return [
    ...(maxUrls === undefined ? [] : [`urls-${maxUrls}`]),
    ...(maxKeys === undefined ? [] : [`keys-${maxKeys}`]),
    ...(acceptsUrls === false ? [REFUSES_URLS] : []),
  ]
}

function readTime(bytes: Uint8Array): number | undefined {
  try {
    const fields: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
    if (!isFields(fields) || fields['version'] !== RECORD_VERSION) return undefined
    return typeof fields['at'] === 'number' ? fields['at'] : undefined
  } catch {
    return undefined
  }
}
