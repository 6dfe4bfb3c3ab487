import type { Mutant } from '../mutant.ts'

const CARRY_OUT = 'packages/cdn-purge/src/purge/carry-out.ts'
const RUN = 'packages/cdn-purge/src/run.ts'
const JOURNEY = 'test/journey/run.test.ts'
const UNPROVEN = 'test/journey/unproven.test.ts'
const MEANWHILE = 'test/journey/meanwhile.test.ts'

/** Steps of a run that are left out, or in the wrong order. */
export const OF_RUN: readonly Mutant[] = [
  {
    name: 'the ledger is written before the purge',
    breaks: 'The ledger moves only when everything before it succeeded.',
    edits: [
      {
        file: CARRY_OUT,
        text: 'let sent = await send(operation, deployment, { deploy, means })',
        becomes:
          'await settle(operation, deployment, { deploy })\n  let sent = await send(operation, deployment, { deploy, means })',
      },
    ],
    tests: [JOURNEY],
    named: 'not fresh, the record stays open',
  },
  {
    name: 'what was recorded during the wait is not purged',
    breaks: 'Two at once: nothing stale stays after the last one ends.',
    edits: [
      {
        file: CARRY_OUT,
        text: 'if ((await unseenDeploys(deployment, deploy)).length > 0) {',
        becomes: 'if (false) {',
      },
    ],
    tests: [MEANWHILE],
  },
  {
    name: 'a deploy that came and went during the purge does not matter',
    breaks: 'Two at once: the loser does not settle.',
    edits: [
      {
        file: CARRY_OUT,
        text: "if (unseen.some(({ state }) => state.kind !== 'open')) {",
        becomes: 'if (false) {',
      },
    ],
    tests: ['test/journey/overtaken.test.ts'],
    named: 'was recorded, was live and ended',
  },
  {
    name: 'an origin that fails is purged',
    breaks: 'Health gate: a purge would replace a stale page by an error.',
    edits: [
      {
        file: CARRY_OUT,
        text: '    if (failure !== undefined) return originFails(failure)\n',
        becomes: '',
      },
    ],
    tests: ['test/journey/verify.test.ts'],
    named: 'an origin that fails is not purged',
  },
  {
    name: 'what is not proven is called fresh',
    breaks: 'Four results, never mixed up.',
    edits: [
      {
        file: CARRY_OUT,
        text: 'return reasons.length > 0\n    ?',
        becomes: 'return reasons.length < 0\n    ?',
      },
    ],
    tests: [JOURNEY],
    named: 'a build that nobody began is purged, and that is not proof',
  },
  {
    name: 'a debt is paid although the origin still serves what must go',
    breaks: 'Two at once: files of the first may arrive after the second settled.',
    edits: [{ file: CARRY_OUT, text: 'unpaid: stays }', becomes: 'unpaid: new Set() }' }],
    tests: ['test/model/histories.test.ts'],
    named: 'a file that the origin does not drop',
  },
  {
    name: 'what only an unreadable build had is taken to be gone',
    breaks: 'Fresh is said only where it was looked.',
    edits: [{ file: RUN, text: 'wide && isUnread ? [LEFT_OVER] : []', becomes: '[]' }],
    tests: ['test/model/histories.test.ts', 'test/journey/unproven.test.ts'],
    named: 'a file that only an unreadable build had|files that only an unreadable build had',
  },
  {
    name: 'what is not proven is settled although proof is required',
    breaks: 'Unproven is owed with `requireProof`.',
    edits: [
      {
        file: CARRY_OUT,
        text: 'if (reasons.length > 0 && options.requireProof) {',
        becomes: 'if (false) {',
      },
    ],
    tests: [UNPROVEN],
    named: 'is not settled where proof is required',
  },
  {
    name: 'files that had not arrived are not owed',
    breaks: 'Once the origin follows, the edge is stale.',
    edits: [
      {
        file: CARRY_OUT,
        text: 'if (urls.length > 0) await ledger',
        becomes: 'if (false) await ledger',
      },
    ],
    tests: [UNPROVEN],
    named: 'a file has not arrived',
  },
  {
    name: 'damage is covered by a purge of what changed',
    breaks: 'What cannot be read is covered by a purge of the whole site only.',
    edits: [
      {
        file: RUN,
        text: 'alsoCovers: wide ? knowledge.damaged : []',
        becomes: 'alsoCovers: knowledge.damaged',
      },
    ],
    tests: [UNPROVEN],
    named: 'what could not be read stays unreadable',
  },
  {
    name: 'a purge of the new URLs alone counts as proof from the next run on',
    breaks: '`stable`: unproven until the whole site is purged.',
    edits: [
      {
        file: RUN,
        text: 'const doubts = [...new Map(reasons.map((note) => [note.code, note])).values()]',
        becomes: 'const doubts: Note[] = []',
      },
    ],
    tests: [JOURNEY],
    named: 'with "stable" only URLs of the new build go',
  },
  {
    name: 'what a postbuild step changed is not recorded',
    breaks: 'A later scan adds its manifest to the record; both count.',
    edits: [
      {
        file: RUN,
        text: '  if (!isKnown || !hasAll) await ledger.addBuild(own.id, manifest, scanned.markerPath)\n',
        becomes: '',
      },
    ],
    tests: [JOURNEY],
    named: 'what a postbuild step changed',
  },
  {
    name: 'a build that lost most of its paths is purged',
    breaks: '`maxRemoved`: it looks broken, and nothing is purged.',
    edits: [
      {
        file: RUN,
        text: 'if (!lost) return undefined',
        becomes: 'if (lost !== 1) return undefined',
      },
    ],
    tests: [JOURNEY],
    named: 'a build that lost many paths',
  },
  {
    name: '`onUnknownBaseline: "fail"` is not obeyed',
    breaks: 'Doubt is widened as `onUnknownBaseline` says.',
    edits: [
      {
        file: RUN,
        text: "if (knowledge.doubts.length > 0 && options.onUnknownBaseline === 'fail' && !flags.everything) {",
        becomes: 'if (false) {',
      },
    ],
    tests: [JOURNEY],
    named: 'with "fail" nothing is purged',
  },
]
