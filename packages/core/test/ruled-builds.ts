import { parseHeaders } from '../src/rules/parse-headers.ts'
import { parseRedirects } from '../src/rules/parse-redirects.ts'
import { digestBytes } from '../src/manifest/digest.ts'
import { createManifest, type Manifest } from '../src/manifest/manifest.ts'
import { manifestOf, type SmallBuild } from './builds.ts'

/** Gives the manifest of a build written small; `_headers` and `_redirects` are read. */
export function ruledManifestOf(build: SmallBuild): Manifest {
  const { _headers: headers, _redirects: redirects } = build
  const assets = [...manifestOf(build).assets.values()].map((asset) => ({
    ...asset,
    digest: asset.path.startsWith('_')
      ? digestBytes(Buffer.from(build[asset.path] ?? ''))
      : asset.digest,
  }))
  return createManifest(assets, {
    headers: headers === undefined ? undefined : parseHeaders(headers).rules,
    redirects: redirects === undefined ? undefined : parseRedirects(redirects).rules,
  })
}
