export const getServerSideProps = ({ query }: { readonly query: Record<string, string> }) =>
  'missing' in query ? { notFound: true } : { props: {} }

export default function Page() {
  return <main>ssr</main>
}
