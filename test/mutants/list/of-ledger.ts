import type { Mutant } from '../mutant.ts'

const LEDGER = 'packages/core/src/ledger/ledger.ts'
const COMPACTION = 'packages/core/src/ledger/compaction.ts'
const COMPACTION_TEST = 'packages/core/src/ledger/compaction.test.ts'
const CRASH_TEST = 'packages/core/src/ledger/ledger-crash.test.ts'

/** Records that are lost, or claim what is not so. */
export const OF_LEDGER: readonly Mutant[] = [
  {
    name: 'what a settle covers is removed before the settle is durable',
    breaks: 'Superseded records are removed only after a newer settle is durable.',
    edits: [
      {
        file: LEDGER,
        text: `    settle: (deploy, { covers, pays, doubts }) =>
      putRecord(deploy, 'settled', { covers, pays, doubts }),`,
        becomes: `    async settle(deploy, { covers, pays, doubts }) {
      for (const id of covers) {
        for (const key of await store.list(records + id + '/')) await store.delete(key)
      }
      await putRecord(deploy, 'settled', { covers, pays, doubts })
    },`,
      },
    ],
    tests: [CRASH_TEST],
  },
  {
    name: 'a settle is removed before what it covers',
    breaks: 'A crash anywhere in a compaction loses nothing.',
    edits: [
      {
        file: COMPACTION,
        text: 'const isFree = outlived.every((id) => !left.has(id))',
        becomes: 'const isFree = outlived.length >= 0',
      },
    ],
    tests: [COMPACTION_TEST],
  },
  {
    name: 'a deploy that still owes is removed',
    breaks: 'What is owed stays owed.',
    edits: [{ file: COMPACTION, text: 'owing.has(deploy) || ', becomes: '' }],
    tests: [COMPACTION_TEST],
  },
  {
    name: 'a deploy that began after the names were listed is none that stays',
    breaks: 'Two machines can write at once.',
    edits: [{ file: COMPACTION, text: '!gone.has(id)', becomes: 'left.has(id)' }],
    tests: [CRASH_TEST],
    named: 'a build that comes back before a compaction',
  },
  {
    name: 'manifests are removed although a record cannot be read',
    breaks: 'What an unreadable record names may be needed.',
    edits: [{ file: LEDGER, text: '      if (folded.damage.length > 0) return\n', becomes: '' }],
    tests: [CRASH_TEST],
  },
  {
    name: 'a manifest that another machine removed is not stored again',
    breaks: 'Two machines can write at once.',
    edits: [
      {
        file: LEDGER,
        text: '    await vault.ensure(key)\n',
        becomes: '',
      },
    ],
    tests: [CRASH_TEST],
  },
  {
    name: 'two deployers share one record',
    breaks: 'One record is used by one uploader only.',
    edits: [
      {
        file: LEDGER,
        text: 'return (await store.list(`${records}${deploy}/taken-`)).length === 1',
        becomes: 'return (await store.list(`${records}${deploy}/taken-`)).length >= 1',
      },
    ],
    tests: ['packages/core/src/ledger/ledger.test.ts'],
  },
  {
    name: 'a manifest that does not match its name is believed',
    breaks: 'A manifest that is edited by hand is damage.',
    edits: [
      {
        file: 'packages/core/src/ledger/manifest-vault.ts',
        text: 'if (digestOf(text) !== textSha) throw',
        becomes: "if (text === '') throw",
      },
    ],
    tests: ['packages/core/src/ledger/manifest-vault.test.ts'],
  },
]
