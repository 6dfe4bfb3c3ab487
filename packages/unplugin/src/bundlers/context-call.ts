/**
 * Says whether a stack leads to esbuild's `context()`: `at Object.context (…/esbuild/lib/main.js:2329:27)`. Nothing else tells it
 * from `build()`, and the first build of `watch()` looks like any other. The stack ends early where a plugin that stands before
 * ours sets up asynchronously; then the answer is no.
 *
 * @see https://esbuild.github.io/api/#build
 */
export function isContextCall(stack: string): boolean {
  return stack
    .split('\n')
    .some((frame) => /\bat (Object\.)?context \(.*[\\/]esbuild[^(]*\)/.test(frame))
}
