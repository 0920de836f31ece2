import { Counter } from '../../counter'

export const generateStaticParams = () => [{ slug: 'first' }]

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  return (
    <main>
      {(await params).slug} <Counter />
    </main>
  )
}
