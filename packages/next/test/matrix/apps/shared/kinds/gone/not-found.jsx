import { Counter } from '@/components/counter'
import { Comments } from '../comments'

export default function NotFound() {
  return (
    <main>
      <h1>gone</h1>
      <Counter />
      <Comments />
    </main>
  )
}
