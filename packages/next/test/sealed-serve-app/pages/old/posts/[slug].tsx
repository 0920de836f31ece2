export const getStaticPaths = () => ({ paths: [], fallback: 'blocking' })
export const getStaticProps = ({ params }: { readonly params: { readonly slug: string } }) => ({
  props: { slug: params.slug, made: Date.now() },
})

export default function Page({ slug, made }: { readonly slug: string; readonly made: number }) {
  return <main data-made={made}>{slug}</main>
}
