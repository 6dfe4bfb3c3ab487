import './style.css'

for (const link of document.querySelectorAll<HTMLAnchorElement>('nav a')) {
  if (location.pathname.startsWith(link.pathname)) link.setAttribute('aria-current', 'page')
}

const hours = document.querySelector<HTMLElement>('#hours')
if (hours) {
  const { openingHours } = await import('./hours.ts')
  hours.textContent = openingHours(new Date())
}
