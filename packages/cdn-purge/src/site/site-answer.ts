/** What the site answered to one question. */
export type SiteAnswer = AnsweredSite | { readonly kind: 'unreachable'; readonly why: string }

export interface AnsweredSite {
  readonly kind: 'answered'
  readonly status: number
  /** Of the body, after content decoding. */
  readonly digest: string
  readonly text: () => string
  /** As sent, in lower case: `text/html; charset=utf-8`. */
  readonly contentType: string
  /** `CF-Cache-Status`, where there is one. */
  readonly cacheStatus: string | undefined
  /** `Age`, in seconds. */
  readonly age: number | undefined
  /** The data centre that answered, from `CF-Ray`: `FRA`. */
  readonly colo: string | undefined
  /** Any other header. */
  readonly header: (name: string) => string | undefined
  /** `CF-Mitigated`: `challenge` in the place of a page. */
  readonly mitigated: string | undefined
  /** Where a redirect leads to, absolute. */
  readonly location: string | undefined
}

/** The edge had a copy, fresh or not, and answered out of it. */
const FROM_CACHE = new Set(['HIT', 'STALE', 'UPDATING', 'REVALIDATED'])

/** The edge does not keep this URL: a purge of it changes nothing. */
const NOT_KEPT = new Set(['DYNAMIC', 'BYPASS', 'NONE', 'UNKNOWN'])

/**
 * Says whether an answer came out of a cache; `unclear` where no header tells.
 *
 * @see https://developers.cloudflare.com/cache/concepts/cache-responses/
 */
export function servedFromCache({ cacheStatus, age }: AnsweredSite): boolean | 'unclear' {
  if (cacheStatus !== undefined) {
    if (FROM_CACHE.has(cacheStatus)) return true
    // With tiers the copy may be one of an upper tier, and only its age shows it.
    return cacheStatus === 'MISS' && age !== undefined && age > 0
  }
  return age !== undefined && age > 0 ? true : 'unclear'
}

/** True where the edge says that it keeps no copy of this URL. */
export function isNotCached({ cacheStatus }: AnsweredSite): boolean {
  return cacheStatus !== undefined && NOT_KEPT.has(cacheStatus)
}

export function isHtml({ contentType }: AnsweredSite): boolean {
  return /^(?:text\/html|application\/xhtml\+xml)\b/.test(contentType)
}

/**
 * Says why an answer tells nothing about the build: a challenge, a login, a refusal, a server that fails.
 * Undefined where it does tell something, a 404 and a redirect on the same host included.
 *
 * @see https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
 */
export function troubleOf(answer: SiteAnswer, url: string): string | undefined {
  if (answer.kind === 'unreachable') return `${url} could not be reached: ${answer.why}`
  if (isChallenge(answer)) {
    return `${url} is answered with a challenge page; let these requests pass, for example by a header that \`access.headers\` sends and a rule knows`
  }
  if (answer.status === 401 || answer.status === 403) {
    return `${url} answers ${answer.status}; name what lets a request in with \`access.headers\``
  }
  if (answer.status === 429) return `${url} answers 429, too many requests`
  if (answer.status >= 500) return `${url} answers ${answer.status}`
  if (answer.location !== undefined && new URL(answer.location).host !== new URL(url).host) {
    return `${url} redirects to ${new URL(answer.location).host}, as for a login`
  }
  return undefined
}

/** True for what may be otherwise in a moment: no answer, an error of the server, too many questions. */
export function isOutage(answer: SiteAnswer): boolean {
  if (answer.kind !== 'answered') return true
  return (answer.status === 429 || answer.status >= 500) && !isChallenge(answer)
}

function isChallenge(answer: AnsweredSite): boolean {
  if (answer.mitigated === 'challenge') return true
  const mayBe = answer.status === 403 || answer.status === 429 || answer.status === 503
  return (
    mayBe && isHtml(answer) && /_cf_chl_opt|\/cdn-cgi\/challenge-platform\//.test(answer.text())
  )
}
