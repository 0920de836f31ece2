import { connection } from 'next/server'
import { Suspense } from 'react'
import { Counter } from '../counter'

async function Cached({ order }: { readonly order: number }) {
  'use cache'
  await new Promise((resolve) => setTimeout(resolve, 50 * order))
  return <p>{'a paragraph of some length '.repeat(1500)}</p>
}

async function PerRequest() {
  await connection()
  return <Counter />
}

export default function Page() {
  return (
    <main>
      <Suspense fallback="one">
        <Cached order={1} />
      </Suspense>
      <Suspense fallback="two">
        <Cached order={2} />
      </Suspense>
      <Suspense fallback="rest">
        <PerRequest />
      </Suspense>
    </main>
  )
}
