import './week.css'

/** One list item a day, beginning with today. */
export function week(days) {
  return days.map((weather) => {
    const item = document.createElement('li')
    item.innerHTML = `<img src="/tiles/${weather}.png" alt="${weather}" />`
    return item
  })
}
