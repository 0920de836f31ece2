import { connection } from 'next/server'
import { Counter } from '@/components/counter'
import { Comments } from '../comments'

export const instant = false

export default async function Page() {
  await connection()
  return (
    <main>
      <h1>blocking</h1>
      <Counter />
      <Comments />
    </main>
  )
}
