import { Counter } from '@/components/counter'
import { Comments } from '../comments'

export const revalidate = 3600

export default function Page() {
  return (
    <main>
      <h1>isr</h1>
      <p id="rendered">{Date.now()}</p>
      <Counter />
      <Comments />
    </main>
  )
}
