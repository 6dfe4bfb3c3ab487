/** Whether a judge that is absent is a failure: where all of them were installed. */
export function isRequired(
  env: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  return env['CI'] === 'true' || env['REQUIRE_JUDGES'] === '1'
}

/** Says what is not tested on this machine, and what would change that. */
export function skipLoudly(what: string, missing: string): void {
  const note = isRequired() ? 'must not be skipped here' : 'is skipped'
  console.warn(`\n!!! ${what} ${note}: ${missing}.\n`)
}
