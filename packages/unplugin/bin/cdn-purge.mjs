#!/usr/bin/env node
import { main } from 'cdn-purge/cli'

process.exitCode = await main(process.argv.slice(2))
