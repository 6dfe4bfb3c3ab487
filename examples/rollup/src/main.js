const field = document.querySelector('#search')

// The index is larger than the rest of the site, so it waits for the first visitor who searches.
field.addEventListener(
  'focus',
  async () => {
    const { find } = await import('./search.js')
    field.addEventListener('change', () => {
      const path = find(field.value)
      if (path) location.assign(path)
    })
  },
  { once: true },
)
