import type { PurgeBody } from '@cdn-purge/cloudflare'

/** The six kinds of targets, each as a body and by what it reaches at the edge that `sdk.test.ts` warms. */
export const KINDS: readonly {
  readonly name: string
  readonly body: PurgeBody
  readonly reaches: readonly string[]
}[] = [
  {
    name: 'URLs',
    body: { files: ['https://www.example.com/a.css'] },
    reaches: ['www.example.com/a.css'],
  },
  {
    name: 'URLs with headers',
    body: {
      files: [
        { url: 'https://www.example.com/a.css', headers: { Origin: 'https://app.example.com' } },
      ],
    },
    reaches: ['www.example.com/a.css for https://app.example.com'],
  },
  {
    name: 'prefixes',
    body: { prefixes: ['www.example.com/js/'] },
    reaches: ['www.example.com/js/b.js'],
  },
  { name: 'tags', body: { tags: ['styles'] }, reaches: ['static.example.com/a.css'] },
  {
    name: 'hosts',
    body: { hosts: ['static.example.com'] },
    reaches: ['static.example.com/a.css', 'static.example.com/c.png'],
  },
  {
    name: 'everything',
    body: { purge_everything: true },
    reaches: [
      'www.example.com/a.css',
      'www.example.com/a.css for https://app.example.com',
      'www.example.com/js/b.js',
      'static.example.com/a.css',
      'static.example.com/c.png',
    ],
  },
]
