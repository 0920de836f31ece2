import Link from 'next/link'

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <nav>
          <Link href="/elsewhere" id="elsewhere">
            elsewhere
          </Link>
        </nav>
        {children}
      </body>
    </html>
  )
}
