import { Counter } from '../app/counter'

export default function Legacy() {
  return (
    <main>
      <h1>legacy</h1>
      <Counter />
    </main>
  )
}
