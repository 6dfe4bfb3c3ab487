import { readdirSync } from 'node:fs'
import { index, route } from '@react-router/dev/routes'

const pots = readdirSync(new URL('pages/pots', import.meta.url)).map((file) => {
  return route(`pots/${file.replace('.jsx', '')}`, `pages/pots/${file}`)
})

export default [index('pages/home.jsx'), route('clay', 'pages/clay.jsx'), ...pots]
