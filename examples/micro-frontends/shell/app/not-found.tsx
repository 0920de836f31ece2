import Link from 'next/link'

export default function NotFound() {
  return (
    <main>
      <h1>There is nothing here.</h1>
      <p className="lead">
        <Link href="/">Back to the shop</Link>
      </p>
    </main>
  )
}
