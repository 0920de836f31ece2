export default function Page() {
  return <p>A page without scripts of its own.</p>
}
