'use client'
import { Counter } from '@/components/counter'
import { Comments } from '../comments'

export default function Failed() {
  return (
    <main>
      <h1>failed</h1>
      <Counter />
      <Comments />
    </main>
  )
}
