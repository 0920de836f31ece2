export default function Page() {
  return <p>without a policy</p>
}
