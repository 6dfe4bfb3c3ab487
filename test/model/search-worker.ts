import { searchHistories, type SearchOptions } from './search.ts'

process.once('message', (options: SearchOptions) => {
  void searchHistories(options).then((searched) => {
    process.send?.(searched)
    process.disconnect()
    return undefined
  })
})
