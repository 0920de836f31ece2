export default function Page() {
  return <p>legacy</p>
}
