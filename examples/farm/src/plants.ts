import './style.css'

document.querySelector('#water')?.addEventListener('click', async () => {
  const { nextWatering } = await import('./watering')
  const note = document.querySelector<HTMLElement>('[data-days]')
  if (note) note.textContent = nextWatering(Number(note.dataset['days']), new Date())
})
