const SECRETS = [
  'CLOUDFLARE_API_TOKEN',
  'CLOUDFLARE_API_KEY',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
]

/** Shorter values are no real secrets, and would blank words that only look like them. */
const MIN_LENGTH = 12

/** Gives a function that blanks the credentials of `env` in a text: the last guard behind the rule that no message holds one. */
export function createMask(
  env: Readonly<Record<string, string | undefined>>,
): (text: string) => string {
  const values = [...SECRETS.map((name) => env[name]?.trim() ?? ''), ...passwordsIn(env)]
  const secrets = values.filter((value) => value.length >= MIN_LENGTH)
  return (text) => secrets.reduce((masked, secret) => masked.replaceAll(secret, '***'), text)
}

/** The passwords of all addresses: `REDIS_URL=redis://:password@host`. */
function passwordsIn(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.values(env).flatMap((value) => {
    if (value === undefined || !/^[a-z][a-z0-9+.-]*:\/\/.*@/i.test(value)) return []
    const { password = '' } = URL.canParse(value) ? new URL(value) : {}
    return [password, unescaped(password)]
  })
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
