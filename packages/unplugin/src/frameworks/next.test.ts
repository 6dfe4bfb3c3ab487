import { expect, test } from 'vitest'
import { commonFolder, withAdapter } from './next.ts'

const OPTIONS = { site: 'https://www.example.com', cloudflare: { zone: 'example.com' } }

test.for([
  { files: ['/p/out/index.html', '/p/out/a/index.html', '/p/out/_next/x.js'], folder: '/p/out' },
  { files: ['/p/out/_next/a.js', '/p/out/_nextern.html'], folder: '/p/out' },
  { files: ['/p/site/index.html'], folder: '/p/site' },
  { files: [], folder: undefined },
])('$files lie in $folder', ({ files, folder }) => {
  expect(commonFolder(files)).toBe(folder)
})

test('the configuration is kept, with our adapter', () => {
  const config = { output: 'export', adapterPath: '/other.js' }
  expect(withAdapter(config, OPTIONS, '/ours.js', {})).toEqual({
    output: 'export',
    adapterPath: '/ours.js',
  })
})
