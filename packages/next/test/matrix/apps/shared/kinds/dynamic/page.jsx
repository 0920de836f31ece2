import { connection } from 'next/server'
import { Counter } from '@/components/counter'
import { Comments } from '../comments'

export default async function Page() {
  await connection()
  return (
    <main>
      <h1>dynamic</h1>
      <Counter />
      <Comments />
    </main>
  )
}
