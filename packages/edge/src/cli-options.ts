import { parseArgs, type ParseArgsConfig } from 'node:util'
import type { EdgeOptions } from './edge.ts'
import type { EnvironmentOptions } from './environments.ts'
import { PLANS, type Plan } from './plan-limits.ts'
import { defaultZones } from './zones.ts'

/** What the command line asks for. */
export type CliCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string }
  | { readonly kind: 'start'; readonly options: EdgeOptions }

/** The text of `--help`. */
export const USAGE: string = `cdn-purge-edge --origin <url> [options]

A caching edge on this machine, with Cloudflare's purge API.

  --origin <url>           where the content comes from: http://localhost:3000
  --site <host>            host that visitors ask for, repeatable (default: localhost)
  --plan <plan>            ${PLANS.join(', ')} (default: free)
  --environments <names>   besides Production, by comma: Staging gets an address of its own,
                           Development is chosen by the cookie development=true
  --port <number>          for visitors (default: a free one)
  --api-port <number>      for the API (default: a free one)
  --host <address>         address to listen on (default: 127.0.0.1)
  --cache-everything       cache HTML and all else too, not only the usual extensions
  --prefix-match <how>     string (h/foo means h/foobar too) or segment (default: string)
  --refuse-urls-on <names> environments that refuse purges by URL (error 1136), by comma
  --token <token>          the only token that the API accepts (default: any)
  --help
`

/** Reads the command line. */
export function parseCli(args: readonly string[]): CliCommand {
  try {
    return command(parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }).values)
  } catch (error) {
    // `parseArgs` throws on what it does not know, with a message for the user.
    return { kind: 'wrong', message: error instanceof Error ? error.message : String(error) }
  }
}

const OPTIONS = {
  origin: { type: 'string' },
  site: { type: 'string', multiple: true },
  plan: { type: 'string' },
  environments: { type: 'string' },
  port: { type: 'string' },
  'api-port': { type: 'string' },
  host: { type: 'string' },
  'cache-everything': { type: 'boolean' },
  'prefix-match': { type: 'string' },
  'refuse-urls-on': { type: 'string' },
  token: { type: 'string' },
  help: { type: 'boolean' },
} as const satisfies NonNullable<ParseArgsConfig['options']>

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']

function command(values: Values): CliCommand {
  if (values.help) return { kind: 'help' }
  const { origin } = values
  if (origin === undefined) return wrong('`--origin` is missing.')
  if (!URL.canParse(origin) || !/^https?:/.test(origin)) {
    return wrong(`\`--origin\` is "${origin}", which is no http or https URL.`)
  }
  const plan = PLANS.find((name) => name === (values.plan ?? 'free'))
  if (plan === undefined) {
    return wrong(`\`--plan\` is "${values.plan}", but the plans are ${PLANS.join(', ')}.`)
  }
  const prefixMatch = PREFIX_MATCHES.find((name) => name === (values['prefix-match'] ?? 'string'))
  if (prefixMatch === undefined) {
    return wrong(`\`--prefix-match\` is "${values['prefix-match']}", not "string" or "segment".`)
  }
  const port = parsePort(values.port)
  if (port === undefined) return wrong(`\`--port\` is "${values.port}", not a port.`)
  const apiPort = parsePort(values['api-port'])
  if (apiPort === undefined) return wrong(`\`--api-port\` is "${values['api-port']}", not a port.`)
  const environments = namesIn(values.environments)
  const refuseUrlsOn = namesIn(values['refuse-urls-on'])
  const stranger = refuseUrlsOn.find((name) => !environments.includes(name))
  if (stranger !== undefined) {
    return wrong(`\`--refuse-urls-on\` names "${stranger}", which \`--environments\` does not.`)
  }
  return {
    kind: 'start',
    options: {
      ...sitesAndZones(values.site ?? ['localhost'], origin, plan),
      environments: environments.map(environmentNamed),
      rules: values['cache-everything'] ? { cacheEverything: true } : {},
      unknowns: { prefixMatch, refuseUrlsOn },
      port,
      apiPort,
      ...(values.host === undefined ? {} : { host: values.host }),
      ...(values.token === undefined ? {} : { credentials: { token: values.token } }),
    },
  }
}

const PREFIX_MATCHES = ['string', 'segment'] as const

function sitesAndZones(
  hosts: readonly string[],
  origin: string,
  plan: Plan,
): Pick<EdgeOptions, 'sites' | 'zones'> {
  return {
    sites: hosts.map((host) => ({ host, origin })),
    zones: defaultZones(hosts).map((zone) => ({ ...zone, plan })),
  }
}

function environmentNamed(name: string): EnvironmentOptions {
  return name.toLowerCase() === 'development'
    ? { name, select: { by: 'cookie', cookie: 'development=true' } }
    : { name, select: { by: 'address' } }
}

function namesIn(text = ''): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

function parsePort(text = '0'): number | undefined {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN
  return port <= 65_535 ? port : undefined
}

function wrong(message: string): CliCommand {
  return { kind: 'wrong', message }
}
