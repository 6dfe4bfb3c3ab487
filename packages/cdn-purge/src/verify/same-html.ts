import { normalizeHtml } from './normalize-html.ts'

/** Longer pages are not compared this way, in UTF-16 code units. */
const MAX_LENGTH = 16 * 1024 * 1024

/**
 * True where an answer is the file as built, but for what Cloudflare is known to do to HTML. Scripts of the edge may be there that
 * the file has not; nothing of the file may be missing, and nothing else may be more.
 */
export function isSameHtml(built: string, served: string): boolean {
  if (built.length > MAX_LENGTH || served.length > MAX_LENGTH) return false
  const whole = normalizeHtml(built)
    .map(({ text }) => text)
    .join('')
  let at = 0
  let wasAdded = false
  for (const { text, mayBeAdded } of normalizeHtml(served)) {
    // The line end after an added script was added with it.
    const tries: readonly string[] = wasAdded ? [text, text.replace(/^\n/, '')] : [text]
    const found: string | undefined = tries.find((each) => whole.startsWith(each, at))
    wasAdded = found === undefined && mayBeAdded
    if (found !== undefined) at += found.length
    else if (!mayBeAdded) return false
  }
  return at === whole.length
}
