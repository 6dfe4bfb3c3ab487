import { purgeUrls, type Way } from './rival.ts'

export const sizeOnly: Way = {
  name: 'comparison by size',
  rule: 'What `aws s3 sync --size-only --delete` reports: new files, files of another size, and deleted ones, by their exact URLs.',
  route: 'urls',
  decide(deploy) {
    const { before, after } = deploy
    const sizeIn = (build: typeof before, path: string) => build.assets.get(path)?.size
    const uploaded = deploy.changed.filter((path) => sizeIn(before, path) !== sizeIn(after, path))
    return purgeUrls([...deploy.added, ...uploaded, ...deploy.removed], deploy)
  },
}
