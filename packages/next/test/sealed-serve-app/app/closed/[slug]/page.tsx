export const dynamicParams = false
export const generateStaticParams = () => [{ slug: 'open' }]

export default async function Page({ params }: { readonly params: Promise<{ readonly slug: string }> }) {
  return <main>{(await params).slug}</main>
}
