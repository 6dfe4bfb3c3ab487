import './style.css'

document.body.innerHTML =
  '<h1>Line 4</h1><p><a href="stops.html">All stops</a></p><p id="next"></p>'
const { next } = await import('./timetable.ts')
const place = document.querySelector('#next')
if (place) place.textContent = `The next tram leaves at ${next(new Date())}.`
