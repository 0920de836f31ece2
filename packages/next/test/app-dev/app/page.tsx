import { Counter } from './counter'

export default async function Page() {
  return (
    <main>
      <p>as it was</p>
      <Counter />
    </main>
  )
}
