import { Counter } from '@/components/counter'

export default function Stats() {
  return <Counter />
}
