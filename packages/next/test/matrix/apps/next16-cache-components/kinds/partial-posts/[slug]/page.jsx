import { Suspense } from 'react'
import { Counter } from '@/components/counter'
import { Hole } from '@/components/hole'
import { Comments } from '../../comments'

export const generateStaticParams = () => [{ slug: 'first' }]

export default function Page({ params }) {
  return (
    <main>
      <Suspense fallback={<h1>which post?</h1>}>
        <Title params={params} />
      </Suspense>
      <Counter />
      <Comments />
      <Hole />
    </main>
  )
}

async function Title({ params }) {
  return <h1>post {(await params).slug}</h1>
}
