export const dynamicParams = false
export const generateStaticParams = () => [{ slug: 'open' }]

export default async function Page({ params }) {
  return <main>{(await params).slug}</main>
}
