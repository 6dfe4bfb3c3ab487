import type { Manifest } from '@cdn-purge/core'

/** A name taken for fingerprinted that held two contents: the error that would leave a wrong copy at the edge. */
export interface ReusedName {
  readonly path: string
  readonly from: string
  readonly to: string
}

/** Follows a corpus build by build, and lists the fingerprinted names that come with other bytes than any build before had there. */
export function createReusedNames(): {
  readonly add: (version: string, manifest: Manifest) => void
  readonly found: readonly ReusedName[]
} {
  const seen = new Map<string, { version: string; digest: string }>()
  const found: ReusedName[] = []
  return {
    found,
    add(version, manifest) {
      for (const { path, digest, fingerprinted } of manifest.assets.values()) {
        if (!fingerprinted) continue
        const old = seen.get(path)
        if (old && old.digest !== digest) found.push({ path, from: old.version, to: version })
        seen.set(path, { version, digest })
      }
    },
  }
}
