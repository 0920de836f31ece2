import { Counter } from '@/components/counter'
import { Comments } from '../../comments'

export const generateStaticParams = () => [{ slug: 'first' }]

export default async function Page({ params }) {
  return (
    <main>
      <h1>post {(await params).slug}</h1>
      <Counter />
      <Comments />
    </main>
  )
}
