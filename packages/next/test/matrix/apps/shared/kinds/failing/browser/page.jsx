import { Counter } from '@/components/counter'
import { Thrower } from '@/components/thrower'
import { Comments } from '../../comments'

export default function Page() {
  return (
    <main>
      <h1>about to fail</h1>
      <Counter />
      <Thrower />
      <Comments />
    </main>
  )
}
