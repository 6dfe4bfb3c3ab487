/** Shows `figure` over the whole window until the next click. */
export function zoom(figure) {
  const dialog = document.createElement('dialog')
  dialog.append(figure.querySelector('img').cloneNode())
  dialog.addEventListener('click', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}
