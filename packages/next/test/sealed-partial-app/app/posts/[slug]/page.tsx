import { connection } from 'next/server'
import { Suspense } from 'react'
import { Counter } from '../../counter'

export const generateStaticParams = () => [{ slug: 'first' }]

async function Slug({ params }: { readonly params: Promise<{ readonly slug: string }> }) {
  return <h1>{(await params).slug}</h1>
}

async function PerRequest() {
  await connection()
  return <Counter />
}

export default function Page({ params }: { readonly params: Promise<{ readonly slug: string }> }) {
  return (
    <main>
      <Suspense fallback="slug">
        <Slug params={params} />
      </Suspense>
      <Suspense fallback="rest">
        <PerRequest />
      </Suspense>
    </main>
  )
}
