import Link from 'next/link'
import './look.css'

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <nav>
          <Link href="/">home</Link> <Link href="/about">about</Link> <Link href="/posts/first">first</Link>
        </nav>
        {children}
      </body>
    </html>
  )
}
