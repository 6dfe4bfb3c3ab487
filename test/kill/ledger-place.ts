import { S3_ENV, startS3 } from '../conformance/s3-server.ts'
import { missingRedis, startRedis } from '../conformance/redis-server.ts'

/** A store for the ledger, as a user names it. */
export interface LedgerPlace {
  readonly name: PlaceName
  /** The option `ledger`. */
  readonly ledger: string
  /** Beside what every call has in its environment. */
  readonly env: Readonly<Record<string, string>>
  /** Whether machines with a folder of their own see the same records. */
  readonly isShared: boolean
  stop(): Promise<void>
}

export type PlaceName = (typeof PLACE_NAMES)[number]

export const PLACE_NAMES = ['folder', 'redis', 's3'] as const

/** Says why a store cannot be had on this machine, or nothing where it can. */
export function missingPlace(name: PlaceName): string | undefined {
  return name === 'redis' ? missingRedis() : undefined
}

export async function startPlace(name: PlaceName): Promise<LedgerPlace> {
  switch (name) {
    case 'folder':
      return { name, ledger: '.cdn-purge', env: {}, isShared: false, stop: async () => {} }
    case 'redis': {
      const { port, stop } = await startRedis()
      return { name, ledger: `redis://127.0.0.1:${port}`, env: {}, isShared: true, stop }
    }
    case 's3': {
      const { url, stop } = await startS3(['deploys'])
      const env = { ...S3_ENV, AWS_ENDPOINT_URL: url, AWS_REGION: 'us-east-1' }
      return { name, ledger: 's3://deploys/records', env, isShared: true, stop }
    }
    default: {
      const never: never = name
      return never
    }
  }
}
