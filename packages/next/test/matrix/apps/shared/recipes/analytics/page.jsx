import Script from 'next/script'
import { Counter } from '@/components/counter'

export default function Page() {
  return (
    <main>
      <h1>analytics</h1>
      <Script src={`http://localhost:${process.env.NEXT_PUBLIC_OTHER_PORT}/analytics.js`} />
      <Counter />
    </main>
  )
}
