import Link from 'next/link'

export default function Page() {
  return (
    <main>
      <h1>Kites</h1>
      <Link href="/wind">Where the wind is</Link>
    </main>
  )
}
