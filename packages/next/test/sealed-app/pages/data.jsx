export const getStaticProps = () => ({ props: { text: 'of the Pages Router, with data' } })

export default function Data({ text }) {
  return <p>{text}</p>
}
