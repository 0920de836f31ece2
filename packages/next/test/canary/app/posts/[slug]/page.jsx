import { Counter } from '../../counter'

export const generateStaticParams = () => [{ slug: 'first' }]

export default async function Page({ params }) {
  return (
    <main>
      {(await params).slug} <Counter />
    </main>
  )
}
