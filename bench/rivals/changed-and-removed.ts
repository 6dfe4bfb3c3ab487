import { purgeUrls, type Way } from './rival.ts'

export const changedAndRemoved: Way = {
  name: 'changed + removed list',
  rule: 'Every path that has other bytes or is gone, by its exact URLs; what a script does that compares two lists of hashes.',
  route: 'urls',
  decide: (deploy) => purgeUrls([...deploy.changed, ...deploy.removed], deploy),
}
