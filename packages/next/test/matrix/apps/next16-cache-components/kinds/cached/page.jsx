import { Counter } from '@/components/counter'
import { Comments } from '../comments'

export default function Page() {
  return (
    <main>
      <h1>cached</h1>
      <Counter />
      <Comments />
    </main>
  )
}
