import { cspNonce } from '@sallyport/next'
import { connection } from 'next/server'
import { Counter } from '../counter'

export default async function Page() {
  await connection()
  return (
    <main data-nonce={await cspNonce()}>
      <Counter />
    </main>
  )
}
