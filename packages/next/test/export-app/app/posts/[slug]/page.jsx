import { Counter } from '../../counter'

export const dynamicParams = false

export function generateStaticParams() {
  return [{ slug: 'first' }, { slug: 'second' }]
}

export default async function Page({ params }) {
  const { slug } = await params
  return (
    <main>
      <h1>{slug}</h1>
      <Counter />
    </main>
  )
}
