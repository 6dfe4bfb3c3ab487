import './style.css'
import { readNotes } from './store.js'

document.querySelector('#count').textContent = `${readNotes().length} notes are kept here.`
