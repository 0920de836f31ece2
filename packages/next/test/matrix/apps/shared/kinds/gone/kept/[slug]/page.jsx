import { notFound } from 'next/navigation'

export const revalidate = 3600
export const generateStaticParams = () => [{ slug: 'first' }]

export default function Page() {
  notFound()
}
