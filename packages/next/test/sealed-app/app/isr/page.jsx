import { Counter } from '../counter'

export const revalidate = 1

export default function Page() {
  return <Counter />
}
