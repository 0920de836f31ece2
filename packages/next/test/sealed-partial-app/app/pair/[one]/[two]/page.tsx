import { cacheLife } from 'next/cache'
import { Suspense } from 'react'
import { Counter } from '../../../counter'

export const generateStaticParams = () => [{ one: 'a', two: 'b' }]

async function Made() {
  'use cache'
  cacheLife({ stale: 60, revalidate: 1, expire: 3600 })
  return <p>{Date.now()}</p>
}

async function Names({ params }: { readonly params: Promise<{ readonly one: string; readonly two: string }> }) {
  const { one, two } = await params
  return (
    <h1>
      {one} {two}
    </h1>
  )
}

export default function Page({ params }: { readonly params: Promise<{ readonly one: string; readonly two: string }> }) {
  return (
    <main>
      <Made />
      <Suspense fallback="names">
        <Names params={params} />
      </Suspense>
      <Counter />
    </main>
  )
}
