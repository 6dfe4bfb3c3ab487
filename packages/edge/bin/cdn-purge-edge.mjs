#!/usr/bin/env node
import { main } from '@cdn-purge/edge/cli'

await main(process.argv.slice(2))
