import { index, route } from '@react-router/dev/routes'

export default [index('pages/home.jsx'), route('clay', 'pages/clay.jsx')]
