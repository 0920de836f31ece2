export const getServerSideProps = ({ query }) => ('missing' in query ? { notFound: true } : { props: {} })

export default function Page() {
  return <main>ssr</main>
}
