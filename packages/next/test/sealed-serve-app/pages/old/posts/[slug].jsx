export const getStaticPaths = () => ({ paths: [], fallback: 'blocking' })
export const getStaticProps = ({ params }) => ({
  props: { slug: params.slug, made: Date.now() },
})

export default function Page({ slug, made }) {
  return <main data-made={made}>{slug}</main>
}
