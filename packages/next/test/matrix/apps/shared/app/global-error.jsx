'use client'
import Link from 'next/link'
import { Counter } from '@/components/counter'

export default function GlobalError() {
  return (
    <html lang="en">
      <body>
        <Link href="/elsewhere" id="elsewhere">
          elsewhere
        </Link>
        <main>
          <h1>everything failed</h1>
          <Counter />
        </main>
      </body>
    </html>
  )
}
