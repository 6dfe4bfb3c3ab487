import { expect, test } from 'vitest'
import { isContextCall } from './context-call.ts'

const STACK = [
  'Error: Only for its stack.',
  '    at setup (file:///site/node_modules/unplugin-cdn-purge/dist/bundlers/esbuild.js:5:77)',
  '    at handlePlugins (/site/node_modules/esbuild/lib/main.js:1426:21)',
  '    at new Promise (<anonymous>)',
]

test.each([
  { frame: 'at Object.context (/site/node_modules/esbuild/lib/main.js:2329:27)', context: true },
  { frame: 'at context (C:\\site\\node_modules\\esbuild\\lib\\main.js:2329:27)', context: true },
  { frame: 'at Object.build (/site/node_modules/esbuild/lib/main.js:2319:25)', context: false },
  { frame: 'at context (/site/scripts/build.js:3:1)', context: false },
  { frame: 'at build (/site/context/esbuild.js:3:1)', context: false },
])('$frame', ({ frame, context }) => {
  expect(isContextCall([...STACK, `    ${frame}`].join('\n'))).toBe(context)
})
