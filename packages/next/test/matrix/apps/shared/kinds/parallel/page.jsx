export default function Page() {
  return <h1>parallel</h1>
}
