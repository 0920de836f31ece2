import Image from 'next/image'
import { Counter } from '@/components/counter'

export default function Page() {
  return (
    <main>
      <h1>image</h1>
      <Image src="/dot.png" alt="a dot" width={1} height={1} priority />
      <Counter />
    </main>
  )
}
