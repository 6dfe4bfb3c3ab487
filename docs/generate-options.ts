import { readFileSync, writeFileSync } from 'node:fs'
import { optionsPage } from './options-page.ts'

const SOURCE = new URL('../packages/cdn-purge/src/options.ts', import.meta.url)
const PAGE = new URL('options.md', import.meta.url)

writeFileSync(PAGE, optionsPage(readFileSync(SOURCE, 'utf8')))
