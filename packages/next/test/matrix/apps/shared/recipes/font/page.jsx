import local from 'next/font/local'
import { Counter } from '@/components/counter'

// Next.js brings this font for its own overlay.
const font = local({ src: './font.woff2' })

export default function Page() {
  return (
    <main>
      <h1 className={font.className}>font</h1>
      <Counter />
    </main>
  )
}
