import './style.css'

const stops = ['Harbour', 'Town hall', 'Botanical garden', 'Depot']
document.body.innerHTML = `<h1>Stops</h1><ol>${stops.map((stop) => `<li>${stop}</li>`).join('')}</ol>`
