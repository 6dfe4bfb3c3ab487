const SECRETS = ['CLOUDFLARE_API_TOKEN', 'CLOUDFLARE_API_KEY']

/** Shorter values are no real secrets, and would blank words that only look like them. */
const MIN_LENGTH = 12

/** Gives a function that blanks the credentials of `env` in a text: the last guard behind the rule that no message holds one. */
export function createMask(
  env: Readonly<Record<string, string | undefined>>,
): (text: string) => string {
  const secrets = SECRETS.flatMap((name) => {
    const value = env[name]?.trim()
    return value !== undefined && value.length >= MIN_LENGTH ? [value] : []
  })
  return (text) => secrets.reduce((masked, secret) => masked.replaceAll(secret, '***'), text)
}
