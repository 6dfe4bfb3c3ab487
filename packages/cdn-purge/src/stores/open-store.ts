import { createFolderStore, PurgeError, type Store } from '@cdn-purge/core'
import { lazyStore } from './lazy-store.ts'
import { maskPlace, readStorePlace } from './store-place.ts'

type Env = Readonly<Record<string, string | undefined>>

/**
 * Gives the store that `ledger` stands for: a folder, `s3://…`, `r2://…`, `redis://…`, `$NAME` of the environment, or a store
 * already. Nothing is read or connected before its first use, which is what throws.
 *
 * @throws {PurgeError} `bad-option`
 */
export function openStore(ledger: string | Store, env: Env = process.env): Store {
  return typeof ledger === 'string' ? openPlace(ledger, 'option', env) : ledger
}

function openPlace(text: string, from: 'option' | 'environment', env: Env): Store {
  const place = readStorePlace(text, from)
  switch (place.kind) {
    case 'folder':
      return createFolderStore(place.dir)
    // Loaded only where they are used: a folder needs no HTTP client.
    case 's3':
      return lazyStore(async () => (await import('./s3.ts')).openS3Store(place, env))
    case 'redis':
      return lazyStore(async () => (await import('./redis.ts')).openRedisStore(place))
    case 'variable': {
      const { name } = place
      return lazyStore(async () => openVariable(name, env))
    }
    case 'wrong':
      throw new PurgeError('bad-option', `\`ledger\` is "${maskPlace(text)}", but ${place.problem}`)
    default: {
      const never: never = place
      return never
    }
  }
}

function openVariable(name: string, env: Env): Store {
  const text = env[name] ?? ''
  if (text === '') {
    throw new PurgeError('bad-option', `\`ledger\` is "$${name}", but this variable is not set.`, {
      hint: `Set \`${name}\` to a folder, or to an address such as "redis://:password@host:6379/0".`,
    })
  }
  const place = readStorePlace(text, 'environment')
  // The value is not shown: a secret may stand anywhere in it.
  if (place.kind === 'wrong') {
    throw new PurgeError('bad-option', `\`ledger\` is "$${name}", but ${place.problem}`)
  }
  return openPlace(text, 'environment', env)
}
