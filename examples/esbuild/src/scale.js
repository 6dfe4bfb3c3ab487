/** Rewrites the amounts of `list` for `servings` people. */
export function scale(list, servings) {
  const factor = servings / Number(list.dataset.servings)
  for (const item of list.children) {
    const amount = Number(item.dataset.amount) * factor
    item.dataset.amount = String(amount)
    item.firstChild.textContent = `${Math.round(amount)} `
  }
  list.dataset.servings = String(servings)
}
