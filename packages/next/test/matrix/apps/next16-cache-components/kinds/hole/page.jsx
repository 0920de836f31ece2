import { Hole } from '@/components/hole'
import { Comments } from '../comments'

/** All but the heading is rendered for each request. */
export default function Page() {
  return (
    <main>
      <h1>hole</h1>
      <Hole counter="counter">
        <Comments />
      </Hole>
    </main>
  )
}
