import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createRandom } from '../random.ts'

/** What a page of documentation is made of: words, links, code, and now and then what a build stamps it with. */
const PIECES: readonly ((word: string, other: string, number: number) => string)[] = [
  (word, other) => `<p>Returns the ${word} of this <code>${other}</code>, or nothing.</p>`,
  (word, other) =>
    `<a class="struct" href="struct.${word}.html" title="struct ${other}">${word}</a>`,
  (word, other, number) =>
    `<section id="method.${word}-${number}" class="method"><h4>${other}</h4>`,
  (word, other, number) => `    let ${word} = ${other}.get(${number})?.as_ref();`,
  (word, _other, number) => `<li><span class="since">1.${number}.0</span> ${word}</li>`,
  (word, other) =>
    `pub fn ${word}&lt;T&gt;(&amp;self, ${other}: impl Into&lt;T&gt;) -&gt; Option&lt;T&gt;`,
]

const WORDS =
  'iterator buffer pending waker channel sender value reference builder option result error socket stream future poll context slice vector string capacity index offset length range bound entry bucket cursor'.split(
    ' ',
  )

const HEAD = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<link rel="stylesheet" href="../static.files/rustdoc-46f98efaafac5295.css">
<script src="../static.files/storage-118b08c4c78b968e.js"></script></head><body>
`
const FOOT = '<footer>Built on 2026-02-13 with 1.86.0-nightly</footer></body></html>\n'

/** Writes so many pages, of 2 to 120 kB as in real documentation, and says how many bytes they are. */
export function writeDocs(dir: string, pages: number): number {
  const random = createRandom(3)
  const any = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)]
    if (item === undefined) throw new RangeError('There is nothing to choose from.')
    return item
  }
  let bytes = 0
  for (let index = 0; index < pages; index++) {
    const folder = path.join(dir, `module-${index % 40}`)
    mkdirSync(folder, { recursive: true })
    const size = 2_000 * Math.exp(4.1 * random() ** 2)
    const lines = [HEAD]
    for (let length = 0; length < size;) {
      const line = any(PIECES)(any(WORDS), any(WORDS), Math.floor(random() * 90))
      lines.push(line)
      length += line.length + 1
    }
    const text = Buffer.from([...lines, FOOT].join('\n'))
    writeFileSync(path.join(folder, `struct.Page${index}.html`), text)
    bytes += text.length
  }
  return bytes
}
