import { connection } from 'next/server'
import { Counter } from '../counter'

export default async function Page() {
  await connection()
  return <Counter />
}
