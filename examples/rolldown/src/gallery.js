for (const figure of document.querySelectorAll('[data-zoom]')) {
  figure.addEventListener('click', async () => {
    const { zoom } = await import('./zoom.js')
    zoom(figure)
  })
}
