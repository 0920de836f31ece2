import { cacheLife } from 'next/cache'
import { Counter } from '@/components/counter'
import { Comments } from '../comments'

export default async function Page() {
  return (
    <main>
      <h1>used cache</h1>
      <p id="rendered">{await renderedAt()}</p>
      <Counter />
      <Comments />
    </main>
  )
}

async function renderedAt() {
  'use cache'
  cacheLife('hours')
  return Date.now()
}
