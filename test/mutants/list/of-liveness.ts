import type { Mutant } from '../mutant.ts'

const PROBE = 'packages/cdn-purge/src/site/probe.ts'
const PROBE_TEST = 'packages/cdn-purge/src/site/probe.test.ts'
const CARRY_OUT = 'packages/cdn-purge/src/purge/carry-out.ts'
const JOURNEY = 'test/journey/run.test.ts'
const VERIFY_JOURNEY = 'test/journey/verify.test.ts'

const FIRST_ANSWER = {
  file: CARRY_OUT,
  text: "if (answer.kind !== 'this') return notLive(answer)\n    const unexplained",
  becomes: 'const unexplained',
}

const LAST_ANSWER = {
  file: CARRY_OUT,
  text: "    const answer = await probe(question, probing)\n    if (answer.kind !== 'this') return notLive(answer)\n",
  becomes: '',
}

/** Wrong answers to which build is live. */
export const OF_LIVENESS: readonly Mutant[] = [
  {
    name: 'purged and settled without asking what is live',
    breaks: 'Nothing is purged before the build is live, and nothing settled.',
    edits: [FIRST_ANSWER, LAST_ANSWER],
    tests: [JOURNEY],
    named: 'a build that is not live is not purged',
  },
  {
    name: 'purged before the build is live',
    breaks: 'Nothing is purged before the build is live.',
    edits: [FIRST_ANSWER],
    tests: [JOURNEY],
    named: 'a build that is not live is not purged',
  },
  {
    name: 'the second deployer settles although it is not live any more',
    breaks: 'A settle needs a probe that says that this build is live.',
    edits: [LAST_ANSWER],
    tests: ['test/journey/overtaken.test.ts'],
    named: 'when another deploy goes live after its purge',
  },
  {
    name: 'the marker is trusted from the edge',
    breaks: 'The marker is asked past the cache.',
    edits: [
      {
        file: PROBE,
        text: 'let answer = await client.askOrigin(url, signal)',
        becomes: 'let answer = await client.ask(url, signal)',
      },
      { file: PROBE, text: 'if (evict && isFromCache(answer)) {', becomes: 'if (false) {' },
      {
        file: PROBE,
        text: "  if (isFromCache(answer)) return { kind: 'unknown', why: cachedWhy(url) }\n",
        becomes: '',
      },
    ],
    tests: [PROBE_TEST],
  },
  {
    name: 'the marker alone says what is live',
    breaks: 'The marker may arrive before the other files.',
    edits: [
      {
        file: PROBE,
        text: 'for (const path of input.tellingPaths) {',
        becomes: 'for (const path of input.tellingPaths.slice(0, 0)) {',
      },
    ],
    tests: [PROBE_TEST],
  },
  {
    name: 'a copy at the edge says what is live',
    breaks: 'An answer out of a cache tells nothing about the origin.',
    edits: [
      {
        file: PROBE,
        text: "  if (isFromCache(answer)) return { kind: 'cached', why: cachedWhy(url) }\n",
        becomes: '',
      },
    ],
    tests: [PROBE_TEST],
  },
  {
    name: 'one answer is enough',
    breaks: 'Rolling deploys: several answers in a row must agree.',
    edits: [
      {
        file: 'packages/cdn-purge/src/site/wait-for-live.ts',
        text: 'AGREEING_ANSWERS = 3',
        becomes: 'AGREEING_ANSWERS = 1',
      },
    ],
    tests: ['packages/cdn-purge/src/site/wait-for-live.test.ts'],
  },
  {
    name: 'a live build that nobody recorded is no doubt',
    breaks: '`begin` reads what is live: a build that no record knows is doubt.',
    edits: [
      {
        file: 'packages/cdn-purge/src/site/live-now.ts',
        text: "if (live.kind !== 'unrecorded') return undefined",
        becomes: "if (live.kind !== 'unrecorded' || true) return undefined",
      },
    ],
    tests: [VERIFY_JOURNEY],
    named: 'live when the next one begins is a doubt',
  },
  {
    name: 'a build that was seen while another was waited for is no doubt',
    breaks: 'A live build that no record knows is doubt.',
    edits: [
      {
        file: CARRY_OUT,
        text: 'if (unexplained.length > 0 && !deployment.isWholeSite) {',
        becomes: 'if (false) {',
      },
    ],
    tests: [VERIFY_JOURNEY],
    named: 'is seen while another one is waited for',
  },
]
