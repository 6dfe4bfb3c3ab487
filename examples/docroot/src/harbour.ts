import './style.css'

const berths = document.querySelector<HTMLElement>('#berths')
berths?.addEventListener('click', async () => {
  const { freeBerths } = await import('./berths.ts')
  berths.textContent = freeBerths(new Date())
})
