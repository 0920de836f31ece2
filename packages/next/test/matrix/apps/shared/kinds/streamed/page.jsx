import { connection } from 'next/server'
import { Suspense } from 'react'
import { Counter } from '@/components/counter'
import { Comments } from '../comments'

export default function Page() {
  return (
    <main>
      <h1>streamed</h1>
      <Suspense fallback={<p>loading</p>}>
        <Late />
      </Suspense>
    </main>
  )
}

async function Late() {
  await connection()
  // Long enough for the shell to have been sent.
  await new Promise((resolve) => setTimeout(resolve, 50))
  return (
    <>
      <Counter />
      <Comments />
    </>
  )
}
