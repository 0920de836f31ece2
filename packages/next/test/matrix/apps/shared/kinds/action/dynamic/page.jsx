import { connection } from 'next/server'
import { Counter } from '@/components/counter'
import { greet } from '@/components/greet'
import { Greeting } from '@/components/greeting'
import { Comments } from '../../comments'

export default async function Page() {
  await connection()
  return (
    <main>
      <h1>dynamic page with an action</h1>
      <Counter />
      <Greeting action={greet} />
      <Comments />
    </main>
  )
}
