import { Counter } from '@/components/counter'
import { greet } from '@/components/greet'
import { Greeting } from '@/components/greeting'
import { Comments } from '../../comments'

export default function Page() {
  return (
    <main>
      <h1>static page with an action</h1>
      <Counter />
      <Greeting action={greet} />
      <Comments />
    </main>
  )
}
