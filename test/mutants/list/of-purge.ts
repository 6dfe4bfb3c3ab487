import type { Mutant } from '../mutant.ts'

const RESPONSE = 'packages/cloudflare/src/response.ts'
const ENVIRONMENT = 'packages/cloudflare/src/environment.ts'
const JOURNEY = 'test/journey/run.test.ts'

/** Answers of the API that are misunderstood, and requests that go astray. */
export const OF_PURGE: readonly Mutant[] = [
  {
    name: 'an answer 200 is success whatever it says',
    breaks: 'HTTP 200 with `success: false` is a failure.',
    edits: [
      {
        file: RESPONSE,
        text: "succeeded && parsed.fields['success'] === true",
        becomes: 'succeeded',
      },
    ],
    tests: ['packages/cloudflare/src/response.test.ts'],
  },
  {
    name: 'a purge without an id is accepted',
    breaks: '`result: null` counts as failed.',
    edits: [
      {
        file: 'packages/cloudflare/src/purger.ts',
        text: 'if (receipt !== null) return receipt',
        becomes: "if (receipt !== undefined) return receipt ?? { id: '' }",
      },
    ],
    tests: ['packages/cloudflare/src/purger.test.ts'],
  },
  {
    name: 'a failed batch is not owed',
    breaks: 'A settle needs every batch accepted.',
    edits: [
      {
        file: 'packages/cdn-purge/src/purge/send-plan.ts',
        text: 'if (failed) return failed.error',
        becomes: 'if (failed) return undefined',
      },
    ],
    tests: [JOURNEY],
    named: 'not fresh, the record stays open',
  },
  {
    name: 'a name of no environment means the zone',
    breaks: 'A name that resolves to no environment stops the run.',
    edits: [
      {
        file: ENVIRONMENT,
        text: 'if (found === undefined) throw noSuchEnvironment(zone, wanted, environments)',
        becomes: 'if (found === undefined) return PRODUCTION',
      },
    ],
    tests: ['packages/cloudflare/src/environment.test.ts'],
  },
  {
    name: 'a failed lookup means the zone',
    breaks: 'A failed lookup never falls back to the zone endpoint.',
    edits: [
      {
        file: ENVIRONMENT,
        text: ': await resolveEnvironment(client, zone, wanted.environment, options)',
        becomes:
          ': await resolveEnvironment(client, zone, wanted.environment, options).catch(() => PRODUCTION)',
      },
    ],
    tests: ['packages/cloudflare/src/environment.test.ts'],
  },
  {
    name: 'pages are purged beside their assets',
    breaks: 'Assets before documents, with nothing of both under way.',
    edits: [
      {
        file: 'packages/core/src/executor/phases.ts',
        text: 'if (phase && (wasLate || !isLate)) phase.push(request)',
        becomes: 'if (phase) phase.push(request)',
      },
    ],
    tests: ['packages/core/src/executor/phases.test.ts'],
  },
  {
    name: 'a run goes on with the work of one that was overtaken',
    breaks: 'Between two runs another deploy that is open may have filled the edge.',
    edits: [
      {
        file: 'packages/cdn-purge/src/purge/carry-out.ts',
        text: "!assumeLive && baseline.every(({ state }) => state.kind !== 'open')",
        becomes: '!assumeLive',
      },
    ],
    tests: ['test/journey/overtaken.test.ts'],
    named: 'all is sent anew',
  },
  {
    name: 'a reviewed plan is carried out although the ledger moved on',
    breaks: '`apply` never re-plans, and is refused if the ledger moved on.',
    edits: [
      {
        file: 'packages/cdn-purge/src/apply.ts',
        text: "return 'state of the ledger'",
        becomes: 'return undefined',
      },
    ],
    tests: [JOURNEY],
    named: 'a plan is refused when the ledger moved on',
  },
]
