import type { Operation } from '../../packages/cdn-purge/src/operation.ts'
import { resolveOptions } from '../../packages/cdn-purge/src/options/resolve-options.ts'
import type { Deployer, Job } from './deployer.ts'
import { CDN, WWW } from './host.ts'
import { createModelledMeans } from './modelled-means.ts'
import { createModelledStore } from './modelled-ledger.ts'
import type { Scene } from './scene.ts'

/** Gives what the product is called with when a deployer starts a job. */
export function operationOf(scene: Scene, who: Deployer, job: Job): Operation {
  const { settings, root, tell } = scene
  const { addresses, truth } = job
  const { quirks } = truth.place
  const options = resolveOptions(
    {
      site: addresses.hasCdn ? [WWW, { url: CDN, dir: 'assets', documents: false }] : WWW,
      dir: who.dir,
      cloudflare: {
        zone: 'site.example',
        ...(truth === scene.staging && { environment: 'staging' }),
      },
      ...(quirks.isReached && { access: { address: '192.0.2.1' } }),
      ...(settings.origin && { origin: 'https://origin.site.example' }),
      ledger: createModelledStore(scene, who, job),
      marker: settings.marker,
      fingerprinted: 'assets/**',
      ...(!addresses.hasFileNames && { cleanUrls: true }),
      ...(quirks.isSinglePage && { fallback: 'index.html' }),
      onUnknownBaseline: settings.onUnknownBaseline,
      waitForLive: settings.waitForLive,
      requireProof: settings.requireProof,
    },
    { root, source: 'the model' },
  )
  return {
    options,
    env: {},
    means: createModelledMeans(scene, job),
    onEvent(event) {
      if (event.kind === 'planned') {
        job.plans.push(event.plan)
        tell.trace(`${who.name} plans ${JSON.stringify(event.plan)}`)
      }
      if (event.kind === 'checked') tell.trace(`${who.name}: ${JSON.stringify(event.verdict)}`)
      if (event.kind === 'waiting') tell.trace(`${who.name} waits: ${JSON.stringify(event.answer)}`)
    },
  }
}
