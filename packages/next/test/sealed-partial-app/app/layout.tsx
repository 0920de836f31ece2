import type { ReactNode } from 'react'

export default function Layout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        {children}
        <div dangerouslySetInnerHTML={{ __html: '<script>injected()</script>' }} />
      </body>
    </html>
  )
}
