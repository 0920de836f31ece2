export const getStaticProps = () => ({ props: { made: Date.now() }, revalidate: 1 })

export default function Page({ made }) {
  return <main data-made={made}>ssg</main>
}
