import { expect, test } from 'vitest'
import { outputsAt } from './outputs-at.ts'

interface Case {
  readonly name: string
  readonly base: unknown
  readonly assets?: unknown
  readonly bases: readonly string[]
}

test.for<Case>([
  { name: 'a base without its last slash', base: '/docs', bases: ['/docs/'] },
  { name: 'no base', base: '', bases: ['/'] },
  { name: 'assets below the same base', base: '/docs', assets: '/docs/assets', bases: ['/docs/'] },
  {
    name: 'assets at an address of their own',
    base: '/docs/',
    assets: 'https://cdn.example.com',
    bases: ['/docs/', 'https://cdn.example.com/'],
  },
  {
    name: 'one without scheme',
    base: '/',
    assets: '//cdn.example.com/a',
    bases: ['/', 'https://cdn.example.com/a/'],
  },
])('$name', ({ base, assets, bases }) => {
  expect(outputsAt('/dist', base, assets)).toEqual(
    bases.map((each) => ({ dir: '/dist', base: each })),
  )
})
