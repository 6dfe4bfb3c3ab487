import './style.css'

const list = document.querySelector('[data-servings]')

list?.addEventListener('click', async () => {
  const { scale } = await import('./scale.js')
  scale(list, Number(list.dataset.servings) + 1)
})

for (const item of document.querySelectorAll('[data-amount]'))
  item.prepend(`${item.dataset.amount} `)
