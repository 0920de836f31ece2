import { Counter } from '@/components/counter'
import { Painted } from '@/components/painted'

export default function Page() {
  return (
    <main>
      <h1>styled</h1>
      <Painted />
      <Counter />
    </main>
  )
}
