import './site.ts'

const form = document.querySelector<HTMLFormElement>('#order')
const output = document.querySelector<HTMLOutputElement>('#basket')

form?.addEventListener('submit', async (event) => {
  event.preventDefault()
  // Most visitors only look, so the basket is loaded when somebody orders.
  const { add, describe } = await import('./basket.ts')
  const data = new FormData(form)
  const bread = data.get('bread')
  if (typeof bread === 'string') add(bread, Number(data.get('count')))
  if (output) output.textContent = describe()
})
