// Both work in development without a policy, and both are blocked in production.
export default function Page() {
  return (
    <main style={{ color: 'red' }}>
      <script>{'document.title = 1'}</script>
    </main>
  )
}
