import { expect, test } from 'vitest'
import { outputsAt } from './outputs-at.ts'

interface Case {
  readonly name: string
  readonly base: unknown
  readonly assets: readonly unknown[]
  readonly bases: readonly (string | undefined)[]
}

test.for<Case>([
  { name: 'pages alone', base: '/docs', assets: [], bases: ['/docs/'] },
  { name: 'no base', base: undefined, assets: [undefined], bases: ['/'] },
  { name: 'assets below the site', base: '/docs', assets: ['/static'], bases: ['/docs/'] },
  {
    name: 'assets at an address of their own',
    base: '/docs',
    assets: ['https://cdn.example.com'],
    bases: ['/docs/', 'https://cdn.example.com/'],
  },
  {
    name: 'assets at several, one of them twice',
    base: '/',
    assets: ['https://a.example.com', 'https://b.example.com/x', 'https://a.example.com'],
    bases: ['/', 'https://a.example.com/', 'https://b.example.com/x/'],
  },
])('$name', ({ base, assets, bases }) => {
  expect(outputsAt('/dist', base, ...assets)).toEqual(
    bases.map((each) => ({ dir: '/dist', base: each })),
  )
})
