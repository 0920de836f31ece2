import { Counter } from '@/components/counter'

export default function Page() {
  return (
    <main>
      <h1>elsewhere</h1>
      <Counter />
    </main>
  )
}
