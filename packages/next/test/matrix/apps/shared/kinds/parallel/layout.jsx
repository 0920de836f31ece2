export default function Layout({ children, comments, stats }) {
  return (
    <main>
      {children}
      {stats}
      {comments}
    </main>
  )
}
