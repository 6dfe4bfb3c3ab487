import { HOST, purgeUrls, type Way } from './rival.ts'

/** More URLs than this are not sent one by one. */
const MOST_URLS = 500

export const hostAbove500: Way = {
  name: 'list, host above 500',
  rule: 'Every added, changed or removed path by its exact URLs; more than 500 URLs become a purge of the host name. PowerForge.Web does so.',
  route: 'urls',
  decide(deploy) {
    const list = purgeUrls([...deploy.added, ...deploy.changed, ...deploy.removed], deploy)
    const count = list.reduce((sum, { targets }) => sum + targets.length, 0)
    return count <= MOST_URLS ? list : [{ action: 'purge', by: 'hosts', targets: [HOST] }]
  },
}
