import { PurgeError } from '@cdn-purge/core'
import { expect, test } from 'vitest'
import type { CloudflareClient } from './client.ts'
import { resolveTarget } from './environment.ts'
import type { Zone, ZoneEnvironment } from './listings.ts'
import type { Target } from './target.ts'
import { readZonePlan } from './zone.ts'

const zoneId = '023e105f4ecef8ad9ca31a8372d0c353'
const production = { name: 'Production', ref: 'd0c3530231'.repeat(3) }
const staging = { name: 'Staging', ref: 'c2f4f1a5e0b94c3d8a7b6c5d4e3f', expression: 'e' }
const development = { name: 'Development', ref: 'development-ref' }
const oddProduction = { name: 'Production', ref: 'production-ref' }

interface Account {
  readonly zones?: readonly Zone[] | PurgeError
  readonly environments?: readonly ZoneEnvironment[] | PurgeError
}

/** A client that knows these zones and environments, with a log of what was asked for. */
function clientOf({ zones = [], environments = [] }: Account): {
  readonly client: Pick<CloudflareClient, 'zones'>
  readonly asked: string[]
} {
  const asked: string[] = []
  const client: Pick<CloudflareClient, 'zones'> = {
    zones: {
      async list({ name } = {}) {
        asked.push(name === undefined ? 'zones' : `zone ${name}`)
        if (zones instanceof PurgeError) throw zones
        return zones.filter((zone) => name === undefined || zone.name === name)
      },
      async get({ zone_id }) {
        asked.push(`zone with id ${zone_id}`)
        if (zones instanceof PurgeError) throw zones
        const found = zones.find(({ id }) => id === zone_id)
        if (!found) throw forbidden
        return found
      },
      environments: {
        async list({ zone_id }) {
          asked.push(`environments of ${zone_id}`)
          if (environments instanceof PurgeError) throw environments
          return { environments }
        },
      },
    },
  }
  return { client, asked }
}

const example: Zone = { id: zoneId, name: 'example.com', plan: { legacy_id: 'enterprise' } }
const forbidden = new PurgeError('api-refused', 'Could not look: Cloudflare answered 403.', {
  hint: 'Give the token a permission.',
})

test.for<{
  name: string
  account?: Account
  zone?: string
  environment?: string
  target: Omit<Target, 'notes'>
  notes?: string[]
  asked: string[]
}>([
  {
    name: 'a zone id alone',
    target: { zone: { id: zoneId }, environment: { kind: 'production' } },
    notes: ['production-reaches-all'],
    asked: [],
  },
  {
    name: 'a zone id and a ref',
    environment: staging.ref,
    target: { zone: { id: zoneId }, environment: { kind: 'environment', id: staging.ref } },
    asked: [],
  },
  {
    name: 'Production by name, in any case',
    account: { environments: [production, staging] },
    environment: 'production',
    target: { zone: { id: zoneId }, environment: { kind: 'production' } },
    notes: ['production-reaches-all'],
    asked: [],
  },
  {
    name: 'an environment by name, in any case',
    account: { environments: [production, staging] },
    environment: 'staging',
    target: {
      zone: { id: zoneId },
      environment: { kind: 'environment', id: staging.ref, name: 'Staging', expression: 'e' },
    },
    asked: [`environments of ${zoneId}`],
  },
  {
    name: 'an environment by a ref of another form',
    account: { environments: [production, development] },
    environment: development.ref,
    target: {
      zone: { id: zoneId },
      environment: { kind: 'environment', id: development.ref, name: 'Development' },
    },
    asked: [`environments of ${zoneId}`],
  },
  {
    name: "Production's ref, where it is looked up, is Production",
    account: { environments: [oddProduction, staging] },
    environment: oddProduction.ref,
    target: { zone: { id: zoneId }, environment: { kind: 'production' } },
    notes: ['production-reaches-all'],
    asked: [`environments of ${zoneId}`],
  },
  {
    name: 'a zone by name, in any case',
    account: { zones: [example, { id: 'other', name: 'example.org' }] },
    zone: 'Example.com.',
    target: {
      zone: { id: zoneId, name: 'example.com', plan: 'enterprise' },
      environment: { kind: 'production' },
    },
    notes: ['production-reaches-all'],
    asked: ['zone example.com'],
  },
  {
    name: 'a zone of a plan without environments',
    account: { zones: [{ ...example, plan: { legacy_id: 'free' } }] },
    zone: 'example.com',
    target: {
      zone: { id: zoneId, name: 'example.com', plan: 'free' },
      environment: { kind: 'production' },
    },
    asked: ['zone example.com'],
  },
  {
    name: 'a zone of a plan that is not known',
    account: { zones: [{ ...example, plan: { legacy_id: 'gold' } }] },
    zone: 'example.com',
    target: { zone: { id: zoneId, name: 'example.com' }, environment: { kind: 'production' } },
    notes: ['production-reaches-all'],
    asked: ['zone example.com'],
  },
  {
    name: 'a zone by an id of another form',
    account: { zones: [{ id: 'zone-1', name: 'example.com' }] },
    zone: 'zone-1',
    target: {
      zone: { id: 'zone-1', name: 'example.com' },
      environment: { kind: 'production' },
    },
    notes: ['production-reaches-all'],
    asked: ['zone zone-1', 'zones'],
  },
])('$name', async ({ account = {}, zone = zoneId, environment, target, notes = [], asked }) => {
  const { client, asked: log } = clientOf(account)
  const found = await resolveTarget(client, { zone, environment })
  expect(found).toMatchObject(target)
  expect(found.zone).toEqual(target.zone)
  expect(found.notes.map(({ code }) => code)).toEqual(notes)
  expect(log).toEqual(asked)
})

test.for<{
  name: string
  account: Account
  zone?: string
  environment?: string
  code: string
  says: string
  hint: string
}>([
  {
    name: 'a name that no environment has',
    account: { environments: [production, staging, development] },
    environment: 'stagin',
    code: 'unknown-environment',
    says: '`cloudflare.environment` is "stagin", but zone 023e105f4ecef8ad9ca31a8372d0c353 has "Production", "Staging", "Development".',
    hint: 'Did you mean "Staging"?',
  },
  {
    name: 'a name far from all',
    account: { environments: [production, staging] },
    environment: 'canary',
    code: 'unknown-environment',
    says: '"Production", "Staging"',
    hint: 'one of these names',
  },
  {
    name: 'an empty name',
    account: { environments: [production, staging] },
    environment: '',
    code: 'unknown-environment',
    says: 'is ""',
    hint: 'one of these names',
  },
  {
    name: 'a name that two have',
    account: { environments: [staging, { name: 'staging', ref: 'other' }] },
    environment: 'Staging',
    code: 'unknown-environment',
    says: `has 2 of this name: "Staging (${staging.ref})", "staging (other)"`,
    hint: '`ref`',
  },
  {
    name: 'a zone without environments',
    account: {},
    environment: 'staging',
    code: 'unknown-environment',
    says: 'has no environments',
    hint: 'Enterprise',
  },
  {
    name: 'environments that may not be listed',
    account: { environments: forbidden },
    environment: 'staging',
    code: 'api-refused',
    says: 'Could not look: Cloudflare answered 403.',
    hint: 'Give the token a permission. Or give the id (`ref`)',
  },
  {
    name: 'a name that no zone has',
    account: { zones: [example] },
    zone: 'exmaple.com',
    code: 'unknown-zone',
    says: 'There is no zone "exmaple.com": the credentials see "example.com".',
    hint: 'Did you mean "example.com"?',
  },
  {
    name: 'no zone at all',
    account: {},
    zone: 'example.com',
    code: 'unknown-zone',
    says: 'no zone at all',
    hint: '"Zone Read"',
  },
  {
    name: 'a name that two zones have',
    account: { zones: [example, { ...example, id: 'other' }] },
    zone: 'example.com',
    code: 'unknown-zone',
    says: 'There are 2 zones "example.com"',
    hint: 'Give the id',
  },
  {
    name: 'zones that may not be listed',
    account: { zones: forbidden },
    zone: 'example.com',
    code: 'api-refused',
    says: 'answered 403',
    hint: 'Or give the id of the zone',
  },
  {
    name: 'an empty zone',
    account: {},
    zone: ' ',
    code: 'unknown-zone',
    says: 'empty',
    hint: 'id',
  },
])('$name: stops', async ({ account, zone = zoneId, environment, code, says, hint }) => {
  const found = await resolveTarget(clientOf(account).client, { zone, environment }).catch(
    (error: unknown) => error,
  )
  if (!(found instanceof PurgeError)) throw new Error('Not stopped.', { cause: found })
  expect(found.code).toBe(code)
  expect(found.message).toContain(says)
  expect(found.hint).toContain(hint)
})

test.for<{
  name: string
  account: Account
  zone: Target['zone']
  plan: string | undefined
  asked: string[]
}>([
  {
    name: 'the zone was looked up by its name',
    account: {},
    zone: { id: zoneId, name: 'example.com', plan: 'business' },
    plan: 'business',
    asked: [],
  },
  {
    name: 'the token may look',
    account: { zones: [{ ...example, plan: { legacy_id: 'pro' } }] },
    zone: { id: zoneId },
    plan: 'pro',
    asked: [`zone with id ${zoneId}`],
  },
  {
    name: 'the token may not look',
    account: { zones: forbidden },
    zone: { id: zoneId },
    plan: undefined,
    asked: [`zone with id ${zoneId}`],
  },
  {
    name: 'the plan is none of the known ones',
    account: { zones: [{ ...example, plan: { legacy_id: 'gold' } }] },
    zone: { id: zoneId },
    plan: undefined,
    asked: [`zone with id ${zoneId}`],
  },
])('the plan of a zone where $name: $plan', async ({ account, zone, plan, asked: wanted }) => {
  const { client, asked } = clientOf(account)
  expect(await readZonePlan(client, zone)).toBe(plan)
  expect(asked).toEqual(wanted)
})

test('who interrupts while the plan is asked for is heard', async () => {
  const { client } = clientOf({ zones: new PurgeError('interrupted', 'Interrupted.') })
  await expect(readZonePlan(client, { id: zoneId })).rejects.toThrow('Interrupted.')
})
