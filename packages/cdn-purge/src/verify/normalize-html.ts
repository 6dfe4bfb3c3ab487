import { decodeCfEmail } from './cf-email.ts'
import { htmlPieces, type HtmlAttribute, type HtmlPiece } from './html-pieces.ts'

/** A part of a normalised page. */
export interface NormalizedPiece {
  readonly text: string
  /** True for a script of the edge itself, which need not be in the file: loaders, beacons, detections. */
  readonly mayBeAdded: boolean
}

/**
 * Undoes what Cloudflare does to HTML on its way: hidden e-mail addresses, scripts that Rocket Loader holds back, line ends, and
 * how a rewritten tag is spelled. Scripts that it puts in stay, marked. The file and the answer both go through it.
 *
 * @see https://developers.cloudflare.com/waf/tools/scrape-shield/email-address-obfuscation/
 * @see https://developers.cloudflare.com/speed/optimization/content/rocket-loader/
 * @see https://developers.cloudflare.com/web-analytics/get-started/
 * @see https://developers.cloudflare.com/cloudflare-challenges/challenge-types/javascript-detections/
 */
export function normalizeHtml(source: string): NormalizedPiece[] {
  const pieces = htmlPieces(source.replaceAll('\r\n', '\n'))
  const normalized: NormalizedPiece[] = []
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at]
    if (!piece || isInstruction(piece)) continue
    const address = hiddenText(piece)
    if (address !== undefined && piece.kind === 'start') {
      // What stands in the place of the address, up to the end of the element, is for people without scripts.
      const end = [at + 1, at + 2].find((index) => isEnd(pieces[index], piece.name))
      if (end !== undefined) {
        normalized.push({ text: address, mayBeAdded: false })
        at = end
        continue
      }
    }
    const mayBeAdded = piece.kind === 'start' && isEdgeScript(piece)
    if (mayBeAdded && isEnd(pieces[at + 1], 'script')) {
      normalized.push({ text: `${spell(piece)}</script>`, mayBeAdded })
      at++
    } else normalized.push({ text: spell(piece), mayBeAdded: false })
  }
  return normalized
}

type StartTag = Extract<HtmlPiece, { kind: 'start' }>

function isEnd(piece: HtmlPiece | undefined, name: string): boolean {
  return piece?.kind === 'end' && piece.name === name
}

/** Comments that tell the edge what to do and show nothing. */
function isInstruction(piece: HtmlPiece): boolean {
  return piece.kind === 'comment' && /^<!--\s*\/?(?:email_off|sse)\s*-->$/.test(piece.text)
}

/** The address that `<a class="__cf_email__" data-cfemail="…">` or `<span …>` stands for. */
function hiddenText(piece: HtmlPiece): string | undefined {
  if (piece.kind !== 'start') return undefined
  const value = (name: string) => piece.attributes.find((each) => each.name === name)?.value ?? ''
  return value('class') === '__cf_email__' ? decodeCfEmail(value('data-cfemail')) : undefined
}

/** Paths below `/cdn-cgi/` belong to the edge, whatever the host. */
function isEdgeScript({ name, attributes, raw = '' }: StartTag): boolean {
  if (name !== 'script') return false
  const src = attributes.find((each) => each.name === 'src')?.value
  if (src === undefined) return raw.includes('__CF$cv$params') && raw.includes('/cdn-cgi/')
  return (
    /^(?:https?:\/\/[^/]+)?\/cdn-cgi\//.test(src) ||
    src.startsWith('https://static.cloudflareinsights.com/beacon.min.js')
  )
}

function spell(piece: HtmlPiece): string {
  if (piece.kind !== 'start') return piece.text
  const attributes = piece.attributes.flatMap((attribute) => restore(piece.name, attribute))
  const words = attributes.map(({ name, value }) =>
    value === '' ? name : `${name}="${value.replaceAll('"', '&quot;')}"`,
  )
  return `<${[piece.name, ...words].join(' ')}${piece.selfClosing ? ' /' : ''}>${piece.raw ?? ''}`
}

const GUARD = /^if \(!window\.__cfRLUnblockHandlers\) return false; /

/** Gives the attribute as it was before the edge changed it, or nothing for one that it added. */
function restore(tag: string, { name, value }: HtmlAttribute): HtmlAttribute[] {
  if (/^data-cf-modified-[0-9a-f]+-$/.test(name)) return []
  if (name.startsWith('on')) return [{ name, value: value.replace(GUARD, '') }]
  if (name === 'type' && tag === 'script') {
    const type = value.replace(/^[0-9a-f]{24}-/, '')
    // What a script is anyway: Rocket Loader names it where the page did not.
    return type === 'text/javascript' || type === '' ? [] : [{ name, value: type }]
  }
  if (name === 'href') {
    const [, hex = ''] =
      /^(?:https?:\/\/[^/]+)?\/cdn-cgi\/l\/email-protection#(.+)$/.exec(value) ?? []
    const address = decodeCfEmail(hex)
    if (address !== undefined) return [{ name, value: `mailto:${address}` }]
  }
  return [{ name, value }]
}
