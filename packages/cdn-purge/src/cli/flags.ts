import type { ArgsDef } from 'citty'

/** How a command talks. */
export const OUTPUT_FLAGS: ArgsDef = {
  json: {
    type: 'boolean',
    description: 'Print one JSON object on stdout, everything else on stderr',
  },
  quiet: { type: 'boolean', description: 'Print the last line and errors only' },
}

export const DRY_RUN_FLAG: ArgsDef = {
  'dry-run': { type: 'boolean', description: 'Show what would be done; write and purge nothing' },
}

/** Which URLs a build has. */
export const SITE_FLAGS: ArgsDef = {
  site: {
    type: 'string',
    valueHint: 'url',
    description: 'Where visitors reach the site; repeatable',
  },
  base: { type: 'string', valueHint: 'prefix', description: 'URL prefix of the build: /docs/' },
  'clean-urls': {
    type: 'boolean',
    description: '/a serves a.html, and /a.html does not',
    negativeDescription: '/a.html serves a.html, and /a does not',
  },
  'trailing-slash': {
    type: 'boolean',
    description: '/a/ serves a/index.html, and /a does not',
    negativeDescription: '/a serves a/index.html, and /a/ does not',
  },
  fallback: {
    type: 'string',
    valueHint: 'path',
    description: 'Document that answers for unknown paths: index.html',
  },
}

/** What a project is, beside its URLs: what a configuration file may say and one value can hold. */
export const PROJECT_FLAGS: ArgsDef = {
  config: {
    type: 'string',
    valueHint: 'file',
    description: 'Configuration file instead of cdn-purge.config.{ts,mts,js,mjs,json}',
  },
  dir: {
    type: 'string',
    valueHint: 'folder',
    description: 'Output folder of the build; repeatable',
  },
  zone: { type: 'string', valueHint: 'name', description: 'Cloudflare zone, by name or id' },
  environment: {
    type: 'string',
    valueHint: 'name',
    description: 'Environment of the zone, by name or id; without it production',
  },
  'zone-plan': {
    type: 'enum',
    options: ['free', 'pro', 'business', 'enterprise'],
    description: 'Plan of the zone, for its limits',
  },
  ledger: {
    type: 'string',
    valueHint: 'place',
    description: 'Where deploys are recorded: a folder, s3://…, r2://…, redis://… or $NAME',
  },
  marker: {
    type: 'string',
    valueHint: 'name',
    description: 'File that tells which build is live',
  },
  'no-marker': { type: 'boolean', description: 'Write no such file' },
  fingerprinted: {
    type: 'string',
    valueHint: 'glob',
    description: 'Paths with a content hash in the name; repeatable',
  },
  ignore: {
    type: 'string',
    valueHint: 'glob',
    description: 'Files that are not deployed; repeatable',
  },
  'trust-validators': {
    type: 'boolean',
    description: 'The ETags of the origin follow the content: wide targets only mark stale',
  },
  deadline: {
    type: 'string',
    valueHint: 'time',
    description: 'In what time a purge is to end at the documented rate: 60s',
  },
  'on-unknown-baseline': {
    type: 'enum',
    options: ['site', 'stable', 'fail'],
    description: 'What to purge when it is unknown what the edge holds',
  },
  'on-url-refused': {
    type: 'enum',
    options: ['widen', 'fail'],
    description: 'What to do where the environment refuses exact URLs',
  },
  'abandon-after': {
    type: 'string',
    valueHint: 'time',
    description: 'Age at which an open deploy counts as given up: 24h',
  },
  'max-removed': {
    type: 'string',
    valueHint: 'share',
    description: 'Share of stable paths that a build may lose: 5%',
  },
}

/** How to ask which build is live, and what the edge answers. */
export const ACCESS_FLAGS: ArgsDef = {
  origin: { type: 'string', valueHint: 'url', description: 'Where to ask past the cache' },
  'access-address': {
    type: 'string',
    valueHint: 'host',
    description: 'Address of the edge that selects the environment',
  },
  'access-cookie': {
    type: 'string',
    valueHint: 'cookie',
    description: 'Cookie that selects the environment: development=true',
  },
}

export const REQUIRE_PROOF_FLAG: ArgsDef = {
  'require-proof': { type: 'boolean', description: 'Exit 1 where the result is unproven' },
}

/** What a purge waits for beforehand and proves afterwards. */
export const PROOF_FLAGS: ArgsDef = {
  'assume-live': {
    type: 'boolean',
    description: 'Take it that the build is live, where nobody can ask; the result is unproven',
  },
  'wait-for-live': {
    type: 'string',
    valueHint: 'time',
    description: 'How long to wait until the build is live: 90s, 5m, 0 for not at all',
  },
  verify: {
    type: 'boolean',
    description: 'Check URLs through the edge after the purge (the default)',
    negativeDescription: 'Check nothing; the result is unproven',
  },
  ...REQUIRE_PROOF_FLAG,
  lock: {
    type: 'boolean',
    description: 'Wait for other runs of this environment; for a ledger in Redis',
  },
}

export const ALLOW_REMOVALS_FLAG: ArgsDef = {
  'allow-removals': { type: 'boolean', description: 'Go on although the build lost many paths' },
}

export const ALL_FLAG: ArgsDef = {
  all: { type: 'boolean', description: 'List every path and every target' },
}
