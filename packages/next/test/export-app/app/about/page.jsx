import { Counter } from '../counter'

export default function Page() {
  return (
    <main>
      <h1>about</h1>
      <Counter />
    </main>
  )
}
