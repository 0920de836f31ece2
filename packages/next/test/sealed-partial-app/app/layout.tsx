import type { ReactNode } from 'react'

export default function Layout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        {children}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: stands for what an attacker gets into a page */}
        <div dangerouslySetInnerHTML={{ __html: '<script>injected()</script>' }} />
      </body>
    </html>
  )
}
