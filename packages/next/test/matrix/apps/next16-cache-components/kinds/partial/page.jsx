import { Counter } from '@/components/counter'
import { Hole } from '@/components/hole'
import { Comments } from '../comments'

export default function Page() {
  return (
    <main>
      <h1>partial</h1>
      <Counter />
      <Comments />
      <Hole />
    </main>
  )
}
