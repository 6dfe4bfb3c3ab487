import { Link } from 'react-router'

export default function Home() {
  return (
    <main>
      <h1>Pots</h1>
      <Link to="/clay">What they are made of</Link>
    </main>
  )
}
