import { Counter } from '../../counter'

export const generateStaticParams = () => [{ slug: 'first' }, { slug: 'é t' }]

export default async function Page({ params }) {
  const { slug } = await params
  return (
    <main>
      <h1>{slug}</h1>
      <Counter />
    </main>
  )
}
