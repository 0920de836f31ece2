import Script from 'next/script'
import { Counter } from '@/components/counter'

export default function Page() {
  return (
    <main>
      <h1>analytics</h1>
      <Script src={`${process.env.NEXT_PUBLIC_OTHER_ORIGIN}/analytics.js`} />
      <Counter />
    </main>
  )
}
