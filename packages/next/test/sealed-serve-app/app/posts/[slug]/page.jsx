import { notFound } from 'next/navigation'
import { Counter } from '../../counter'

export const revalidate = 1
export const generateStaticParams = () => [{ slug: 'first' }]

export default async function Page({ params }) {
  const { slug } = await params
  if (slug.startsWith('missing')) notFound()
  if (slug.startsWith('boom')) throw new Error('boom')
  return (
    <main data-made={Date.now()}>
      {slug}
      <Counter />
    </main>
  )
}
