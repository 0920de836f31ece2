import { Counter } from '../counter'

export const revalidate = 1

export default function Page() {
  return (
    <main data-made={Date.now()}>
      <Counter />
    </main>
  )
}
