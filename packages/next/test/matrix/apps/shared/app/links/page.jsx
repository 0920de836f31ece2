import Link from 'next/link'
import { Counter } from '@/components/counter'
import { linked } from '@/components/linked'

export default function Page() {
  return (
    <main>
      <h1>links</h1>
      <Counter />
      {linked.map((path) => (
        <Link key={path} href={path} prefetch={true}>
          {path}
        </Link>
      ))}
    </main>
  )
}
