import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compatibilityPage, type Compatibility } from './compatibility-page.ts'
import { withFileList } from './file-list.ts'
import { optionsPage } from './options-page.ts'

const SOURCE = new URL('../packages/cdn-purge/src/options/options.ts', import.meta.url)
const PAGE = new URL('options.md', import.meta.url)
const ARCHITECTURE = new URL('../ARCHITECTURE.md', import.meta.url)
const ROOT = fileURLToPath(new URL('..', import.meta.url))

writeFileSync(PAGE, optionsPage(readFileSync(SOURCE, 'utf8')))
writeFileSync(ARCHITECTURE, withFileList(readFileSync(ARCHITECTURE, 'utf8'), ROOT))

const RESULTS: Compatibility = JSON.parse(
  readFileSync(new URL('compatibility.json', import.meta.url), 'utf8'),
)
writeFileSync(new URL('compatibility.md', import.meta.url), compatibilityPage(RESULTS))
