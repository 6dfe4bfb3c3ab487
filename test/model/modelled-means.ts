import type { Target } from '@cdn-purge/cloudflare'
import { PurgeError, type PurgeAction, type PurgeBatch, type PurgeErrorCode } from '@cdn-purge/core'
import type { Means } from '../../packages/cdn-purge/src/means.ts'
import type { Connection } from '../../packages/cdn-purge/src/purge/connect.ts'
import type { Job } from './deployer.ts'
import { judgePurge } from './judge.ts'
import type { Place } from './place.ts'
import type { Scene } from './scene.ts'
import { createModelledClient } from './site-answers.ts'

/** Gives the clock, the API and the site of a world, as the process of a job reaches them. */
export function createModelledMeans(scene: Scene, job: Job): Means {
  const { call } = job.process
  return {
    now: () => ++scene.now,
    elapsed: () => scene.now,
    async sleep(ms) {
      scene.now += ms
      await call('sleep', nothing, nothing)
    },
    async connect() {
      await call('connect', nothing, () => {
        throw new PurgeError('api-unreachable', 'Could not reach the API.')
      })
      return connectionTo(scene, job)
    },
    createSiteClient: () => createModelledClient(job, scene.settings.origin),
  }
}

function connectionTo(scene: Scene, job: Job): Connection {
  return {
    target: targetOf(job.truth.place),
    purger: {
      limits: { maxUrls: 100, maxKeys: 100, acceptsUrls: true },
      send: (action, batch) =>
        job.process.call(
          `purge ${JSON.stringify(batch.targets)}`,
          () => purge(scene, job, { action, batch }),
          () => {
            job.truth.hadFailedPurge = true
            throw new PurgeError(refusalOf(job.faults), 'The API did not do it.')
          },
        ),
    },
    close: () => Promise.resolve(),
  }
}

interface Sent {
  readonly action: PurgeAction
  readonly batch: PurgeBatch
}

function purge(scene: Scene, job: Job, { action, batch }: Sent): { id: string } {
  const { truth } = job
  const { staging, production, tell } = scene
  tell.count('purges')
  if (truth.place.quirks.refusesUrls && batch.by === 'files') {
    throw new PurgeError('url-refused', 'The environment refuses URLs.', {
      details: { targets: batch.targets },
    })
  }
  tell.say(`  purged are ${batch.by} ${JSON.stringify(batch.targets)}`)
  if (batch.by !== 'files') tell.count('wide purges')
  if (truth.place.quirks.isDeaf) job.wasIgnored = true
  // Who purges the zone purges every environment.
  const reached = truth === production ? [staging, production] : [truth]
  for (const each of reached) each.place.purge(action, batch)
  scene.wrong ??= judgePurge(job, batch)
  return { id: 'x' }
}

function refusalOf(count: number): PurgeErrorCode {
  const codes = ['api-unreachable', 'api-refused', 'rate-limited', 'api-unreadable'] as const
  return codes[count % codes.length] ?? 'api-refused'
}

function targetOf({ name }: Place): Target {
  const environment: Target['environment'] =
    name === 'production'
      ? { kind: 'production' }
      : { kind: 'environment', id: 'f'.repeat(32), name }
  return { zone: { id: 'zone', name: 'site.example' }, environment, notes: [] }
}

function nothing(): void {}
