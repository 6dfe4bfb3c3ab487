import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalizeHtml } from './normalize-html.ts'
import { isSameHtml } from './same-html.ts'

/** Hides an address as Cloudflare does. */
function hide(address: string, key = 0x5a): string {
  const bytes = [key, ...Array.from(Buffer.from(address), (byte) => byte ^ key)]
  return Buffer.from(bytes).toString('hex')
}

const NONCE = '4f3c2b1a0d9e8f7a6b5c4d3e'
const ROCKET = `<script src="/cdn-cgi/scripts/7d0fa10a/cloudflare-static/rocket-loader.min.js" data-cf-settings="${NONCE}-|49" defer></script>`
const DECODER =
  '<script data-cfasync="false" src="/cdn-cgi/scripts/5c5dd728/cloudflare-static/email-decode.min.js"></script>'
const BEACON = `<script defer src="https://static.cloudflareinsights.com/beacon.min.js/v0123" integrity="sha512-AAAA==" data-cf-beacon='{"rayId":"0011223344556677","version":"2026.1.0","token":"00112233445566778899aabbccddeeff"}' crossorigin="anonymous"></script>\n`
const DETECTION = `<script>(function(){function c(){var d=b.createElement('script');d.innerHTML="window.__CF$cv$params={r:'00',t:'MTc='};var a=document.createElement('script');a.src='/cdn-cgi/challenge-platform/scripts/jsd/main.js';"}})();</script>`

interface Case {
  readonly name: string
  readonly built: string
  readonly served: string
}

test.for<Case>([
  { name: 'line ends', built: '<p>a</p>\n<p>b</p>\n', served: '<p>a</p>\r\n<p>b</p>\r\n' },
  {
    name: 'an address in a link',
    built: '<a class="x" href="mailto:jane@site.example?subject=a&amp;b">Write</a></body>',
    served: `<a class="x" href="/cdn-cgi/l/email-protection#${hide('jane@site.example?subject=a&amp;b')}">Write</a>${DECODER}</body>`,
  },
  {
    name: 'an address in a link and in its text',
    built: '<p><a href="mailto:jane@site.example">jane@site.example</a></p></body>',
    served: `<p><a href="/cdn-cgi/l/email-protection#${hide('jane@site.example')}"><span class="__cf_email__" data-cfemail="${hide('jane@site.example', 7)}">[email&#160;protected]</span></a></p>${DECODER}</body>`,
  },
  {
    name: 'an address in running text',
    built: '<p>Ask müller@site.example, or not.</p>',
    served: `<p>Ask <a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="${hide('müller@site.example')}">[email&#160;protected]</a>, or not.</p>`,
  },
  {
    name: 'an address that the page asks to leave alone, its comments gone',
    built: '<p><!--email_off-->a@b.example<!--/email_off--></p>',
    served: '<p>a@b.example</p>',
  },
  {
    name: 'a part that bad visitors do not see, its comments gone',
    built: '<p><!--sse-->0123<!--/sse--></p>',
    served: '<p>0123</p>',
  },
  {
    name: 'Rocket Loader: scripts without a type, with one, and modules',
    built:
      '<script src="a.js"></script><script type="text/javascript">1 < 2</script><script type="module" src="b.js"></script></body>',
    served: `<script src="a.js" type="${NONCE}-text/javascript"></script><script type="${NONCE}-text/javascript">1 < 2</script><script type="${NONCE}-module" src="b.js"></script>${ROCKET}</body>`,
  },
  {
    name: 'Rocket Loader: handlers',
    built: `<button   onclick='go("x")' class=big>Go</button></body>`,
    served: `<button onclick="if (!window.__cfRLUnblockHandlers) return false; go(&quot;x&quot;)" class=big data-cf-modified-${NONCE}-="">Go</button>${ROCKET}</body>`,
  },
  {
    name: 'the Web Analytics beacon',
    built: '<p>a</p>\n</body>\n</html>\n',
    served: `<p>a</p>\n${BEACON}</body>\n</html>\n`,
  },
  {
    name: 'JavaScript detections',
    built: '<p>a</p></body></html>',
    served: `<p>a</p>${DETECTION}</body></html>`,
  },
  {
    name: 'all of it at once',
    built: '<body>\n<a href="mailto:a@b.example">a</a>\n<script src="a.js"></script>\n</body>\n',
    served: `<body>\r\n<a href="/cdn-cgi/l/email-protection#${hide('a@b.example')}">a</a>\r\n${DECODER}<script src="a.js" type="${NONCE}-text/javascript"></script>\r\n${ROCKET}${BEACON}${DETECTION}</body>\r\n`,
  },
  {
    name: 'a page that has a beacon of its own',
    built: `<p>a</p>\n${BEACON}</body>`,
    served: `<p>a</p>\n${BEACON}</body>`,
  },
])('undone: $name', ({ built, served }) => {
  expect(isSameHtml(built, served)).toBe(true)
})

test.for<Case>([
  { name: 'another text', built: '<p>new</p>', served: '<p>old</p>' },
  { name: 'something more', built: '<p>a</p>', served: '<p>a</p><p>b</p>' },
  { name: 'something less', built: '<p>a</p><p>b</p>', served: '<p>a</p>' },
  { name: 'another comment', built: '<!-- build 2 --><p>', served: '<!-- build 1 --><p>' },
  { name: 'a script of somebody else', built: '<p>', served: '<p><script src="x.js"></script>' },
  {
    name: 'an inline script of somebody else',
    built: '<p></body>',
    served: '<p><script>track()</script></body>',
  },
  {
    name: 'another hidden address',
    built: '<a href="mailto:new@b.example">a</a>',
    served: `<a href="/cdn-cgi/l/email-protection#${hide('old@b.example')}">a</a>`,
  },
  {
    name: 'another script behind Rocket Loader',
    built: '<script src="app-2.js"></script></body>',
    served: `<script src="app-1.js" type="${NONCE}-text/javascript"></script>${ROCKET}</body>`,
  },
  {
    name: 'another handler behind Rocket Loader',
    built: '<b onclick="two()">',
    served: '<b onclick="if (!window.__cfRLUnblockHandlers) return false; one()">',
  },
  {
    name: 'a beacon that the file has and the answer has not',
    built: `<p>a</p>\n${BEACON}</body>`,
    served: '<p>a</p>\n</body>',
  },
  { name: 'other white space in text', built: '<pre>a\n b</pre>', served: '<pre>a b</pre>' },
  { name: 'another style', built: '<style>a{}</style>', served: '<style>b{}</style>' },
  { name: 'a page cut in half', built: '<p>a</p><p title="', served: '<p>a</p>' },
])('not the same: $name', ({ built, served }) => {
  expect(isSameHtml(built, served)).toBe(false)
})

const word = fc.string({
  unit: fc.constantFrom('a', 'é', ' ', '<', '>', '"', "'", '/', '=', '-', '!'),
})
const markup = fc.oneof(
  word,
  fc.constantFrom('<p>', '</p>', '<!-- c -->', '<script>x</script>', '<a b="c">', '<br/>', '\n'),
)
const page = fc.array(markup, { maxLength: 20 }).map((parts) => parts.join(''))

test('every page is itself, whatever is in it', () => {
  fc.assert(
    fc.property(page, (text) => {
      expect(isSameHtml(text, text)).toBe(true)
    }),
  )
})

test('a page with other words is never the same', () => {
  fc.assert(
    fc.property(page, page, (before, after) => {
      const [built, served] = [`${before}<p>new</p>${after}`, `${before}<p>old</p>${after}`]
      fc.pre(normalizeHtml(built).some(({ text }) => text === 'new'))
      expect(isSameHtml(built, served)).toBe(false)
    }),
  )
})

test('a hostile page takes no more time than its length', () => {
  for (const piece of ['<a "', '<', '<!--', '<script>', '<a b=', "<a b='", '</', '<a/']) {
    const text = piece.repeat(50_000)
    const began = performance.now()
    expect(isSameHtml(text, `${text} `)).toBe(false)
    expect(performance.now() - began).toBeLessThan(5_000)
  }
})
