import { Counter } from '@/components/counter'

export default function NotFound() {
  return (
    <main>
      <h1>nothing here</h1>
      <Counter />
    </main>
  )
}
