import { connection } from 'next/server'
import { Suspense } from 'react'
import { Counter } from '@/components/counter'

/** What differs from request to request, with a button of its own. */
export function Hole({ children, counter = 'late' }) {
  return (
    <Suspense fallback={<p>loading</p>}>
      <Rendered counter={counter}>{children}</Rendered>
    </Suspense>
  )
}

async function Rendered({ children, counter }) {
  await connection()
  return (
    <section id="hole">
      <Counter id={counter} />
      {children}
    </section>
  )
}
