import './style.css'

const { town } = document.body.dataset

const report = await (await fetch(`/data/${town}.json`)).json()
document.querySelector('h1').textContent = report.town
document.querySelector('#now').innerHTML =
  `<img src="/tiles/${report.days[0]}.png" alt="" /> Today: ${report.days[0]}`

document.querySelector('#week').addEventListener('click', async () => {
  const { week } = await import(/* webpackChunkName: "week" */ './week.js')
  document.querySelector('#days').replaceChildren(...week(report.days))
})
