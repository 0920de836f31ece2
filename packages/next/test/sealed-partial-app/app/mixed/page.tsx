import { cspNonce } from '@sallyport/next'
import { connection } from 'next/server'
import { Suspense } from 'react'
import { Counter } from '../counter'

async function PerRequest() {
  await connection()
  return (
    <p data-nonce={await cspNonce()}>
      <Counter />
    </p>
  )
}

export default function Page() {
  return (
    <main>
      <Counter />
      <Suspense fallback="…">
        <PerRequest />
      </Suspense>
    </main>
  )
}
