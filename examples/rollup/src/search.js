const INDEX = [
  ['/guide/threads.html', 'thread weight colour eye load'],
  ['/guide/knots.html', 'knot overhand surgeon tailor tie undo'],
  ['/changes.html', 'changes versions millimetres'],
]

/** The page that speaks of most of the words of `query`, if one does. */
export function find(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const score = (page) => words.filter((word) => page.includes(word)).length
  const [best] = INDEX.map(([path, page]) => ({ path, score: score(page) })).toSorted(
    (one, other) => other.score - one.score,
  )
  return best.score > 0 ? best.path : undefined
}
