import { createFolderStore } from '@cdn-purge/core'

const [, , dir = '', name = ''] = process.argv
const store = createFolderStore(dir)

for (let index = 0; index < 50; index += 1) {
  await store.put(`${name}/${index}`, new TextEncoder().encode(name))
  await store.put('shared', new TextEncoder().encode(name.repeat(50_000)))
  const seen = await store.get('shared')
  if (seen?.length !== name.length * 50_000) throw new Error(`half a value: ${seen?.length} bytes`)
}
