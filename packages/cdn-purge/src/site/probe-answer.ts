/** What the site answered when it was asked, past the cache, which build it serves. */
export type ProbeAnswer =
  /** `by`: the marker alone says so where the bytes of the files cannot be asked for past the cache. */
  | { readonly kind: 'this'; readonly by: 'bytes' | 'marker' }
  /** Another build, by id; `isKnown` where a record of the baseline explains it. */
  | { readonly kind: 'other'; readonly build: string; readonly isKnown: boolean }
  /** Neither this build nor one of which there is a record. */
  | { readonly kind: 'stranger'; readonly why: string }
  /** Some of what was asked is this build and some is not. */
  | { readonly kind: 'mixed'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string }

/** Words what is live now, without a full stop: `build 1a2b3c4d is live, not this one`. */
export function describeLive(answer: ProbeAnswer): string {
  switch (answer.kind) {
    case 'this':
      return 'this build is live'
    case 'other': {
      const unknown = answer.isKnown ? '' : ', of which there is no record'
      return `build ${answer.build.slice(0, 12)} is live${unknown}, not this one`
    }
    case 'stranger':
      return `a build is live of which there is no record: ${answer.why}`
    case 'mixed':
      return `still mixed: ${answer.why}`
    case 'unknown':
      return `this build is not known to be live: ${answer.why}`
    default: {
      const never: never = answer
      return never
    }
  }
}
