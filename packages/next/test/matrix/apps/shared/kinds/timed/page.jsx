import { Counter } from '@/components/counter'
import { Comments } from '../comments'

export const revalidate = 1

export default function Page() {
  return (
    <main>
      <h1>timed</h1>
      <p id="rendered">{Date.now()}</p>
      <Counter />
      <Comments />
    </main>
  )
}
