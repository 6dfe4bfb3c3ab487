import type { Way } from './rival.ts'

export const everything: Way = {
  name: 'purge everything',
  rule: 'Every deploy purges the whole zone, as most deploy steps in the wild do.',
  route: 'any',
  decide: ({ added, changed, removed }) =>
    added.length + changed.length + removed.length === 0
      ? []
      : [{ action: 'purge', by: 'everything', targets: [] }],
}
