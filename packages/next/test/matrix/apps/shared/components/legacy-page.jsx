import Link from 'next/link'
import { useRouter } from 'next/router'
import { Comments as Attack } from '../comments/attack'
import { Comments as None } from '../comments/none'
import { Counter } from './counter'

export function LegacyPage({ heading }) {
  const isAttacked = useRouter().pathname.startsWith('/attacked')
  return (
    <main>
      <Link href="/legacy/elsewhere" id="elsewhere">
        elsewhere
      </Link>
      <h1>{heading}</h1>
      <Counter />
      {isAttacked ? <Attack /> : <None />}
    </main>
  )
}
