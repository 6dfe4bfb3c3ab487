import { MAX_HOST_LENGTH, MAX_PREFIX_SEPARATORS, MAX_TAG_LENGTH } from './limits.ts'
import type { PurgeField } from './params.ts'

/** Says what is wrong with one target, as the end of a sentence that begins with it. */
type Check = (target: unknown) => string | undefined

/** The check for each kind of target that is listed. */
export const TARGET_CHECKS: Readonly<Record<Exclude<PurgeField, 'purge_everything'>, Check>> = {
  files: (target) => (typeof target === 'string' ? checkUrl(target) : checkFile(target)),
  prefixes: (target) => checkText(target) ?? checkPrefix(String(target)),
  tags: (target) => checkText(target) ?? checkTag(String(target)),
  hosts: (target) => checkText(target) ?? checkHost(String(target)),
}

function checkText(target: unknown): string | undefined {
  if (typeof target !== 'string') return 'is no string'
  return target === '' ? 'is empty' : undefined
}

function checkUrl(url: string): string | undefined {
  if (url === '') return 'is empty'
  if (!/^https?:\/\//i.test(url)) {
    return 'does not begin with "https://" or "http://"; files are purged by their whole URL'
  }
  if (/[\s\p{Cc}]/u.test(url)) return 'holds white space or a control character; percent-encode it'
  if (url.includes('#')) return 'has a fragment, which no visitor ever sends'
  return URL.canParse(url) ? undefined : 'is no URL'
}

function checkFile(file: unknown): string | undefined {
  if (typeof file !== 'object' || file === null) return 'is neither a URL nor { url, headers }'
  if (!('url' in file) || typeof file.url !== 'string') return 'has no `url`'
  const fault = checkUrl(file.url)
  if (fault !== undefined) return fault
  if (!('headers' in file)) return undefined
  const { headers } = file
  // The API fails on null, for all headers or for one.
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) {
    return 'has `headers` that are no object of strings; leave them out'
  }
  const bad = Object.entries(headers).find(([, value]) => typeof value !== 'string')
  return bad === undefined ? undefined : `has a header "${bad[0]}" that is no string; leave it out`
}

function checkPrefix(prefix: string): string | undefined {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(prefix)) return 'has a scheme; a prefix begins with the host'
  if (prefix.startsWith('/')) return 'has no host; a prefix begins with it'
  if (prefix.includes('?')) return 'has a query; a prefix covers every query by itself'
  if (prefix.includes('#')) return 'has a fragment'
  if (/[\s\p{Cc}]/u.test(prefix)) return 'holds white space or a control character'
  const separators = prefix.split('/').length - 1
  return separators > MAX_PREFIX_SEPARATORS
    ? `has ${separators} slashes, more than the ${MAX_PREFIX_SEPARATORS} that are accepted`
    : undefined
}

function checkTag(tag: string): string | undefined {
  if (!/^[\x21-\x7e]+$/.test(tag)) return 'holds a space or a character that is not printable ASCII'
  return tag.length > MAX_TAG_LENGTH
    ? `is ${tag.length} characters long, more than the ${MAX_TAG_LENGTH} that are accepted`
    : undefined
}

function checkHost(host: string): string | undefined {
  if (/[\s\p{Cc}/?#@\\]/u.test(host)) return 'is no bare host name'
  return host.length > MAX_HOST_LENGTH
    ? `is ${host.length} characters long, more than the ${MAX_HOST_LENGTH} that are accepted`
    : undefined
}
