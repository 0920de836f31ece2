export default function Page() {
  return <main>static</main>
}
